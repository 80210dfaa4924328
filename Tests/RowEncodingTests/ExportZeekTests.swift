import FlowMetering
import Foundation
import NetworkModel
import PacketCapture
import TestSupport
import Testing

@testable import RowEncoding

/// Rows of conn.log against those that Zeek's own tests expect of the same captures.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct ExportZeekTests {
    private static let maximumBytes = 400_000

    /// Zeek's timeouts differ by protocol; the captures are short.
    private static let configuration = FlowMeteringConfiguration(
        idleTimeoutNanoseconds: 300_000_000_000, isVLANInKey: false)

    private static let compared = [
        "proto", "duration", "orig_bytes", "resp_bytes", "conn_state", "local_orig", "local_resp",
        "history", "orig_ip_bytes", "resp_ip_bytes",
    ]

    /// Captures whose packets say an IP length that their own headers contradict: Zeek counts the
    /// headers, weir what was on the wire.
    private static let contradictory: Set = ["cisco-fabric-path.pcap"]

    @Test func `connections have Zeek's fields`() throws {
        let data = try #require(TestEnvironment.dataFolder)
        let folder = "\(data)/correctness/zeek"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        var agreement = ExportAgreement()
        for log in names where log.hasSuffix(".conn.log") {
            guard let name = Self.capture(of: log, among: names), !Self.contradictory.contains(name)
            else { continue }
            let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size]
            guard (size as? Int ?? 0) <= Self.maximumBytes,
                let pipeline = try? ExportPipeline("\(folder)/\(name)", Self.configuration)
            else { continue }
            let text = try String(contentsOfFile: "\(folder)/\(log)", encoding: .utf8)
            let theirs = Dictionary(grouping: Self.rows(text), by: Self.key)
            for record in pipeline.records {
                let ours = try ExportPipeline.row(record, .zeek)
                guard let rows = theirs[Self.key(ours)], rows.count == 1 else { continue }
                agreement.countRow()
                for column in Self.compared {
                    guard let wanted = rows[0][column] else { continue }
                    let got = ours[column].flatMap { $0.isEmpty ? nil : $0 } ?? "-"
                    agreement.count(column, got == wanted, "\(log): \(got), Zeek \(wanted)")
                }
            }
        }
        // Zeek's duration of TCP ends before some of the packets that it counts.
        agreement.require(0.95, except: ["duration": 0.6], rows: 100)
    }

    /// The longest name that the log's begins with, since one capture's may begin another's.
    private static func capture(of log: String, among names: [String]) -> String? {
        let ends = [".pcap", ".pcapng", ".pcap.gz", ".pcapng.gz"]
        return names.filter { name in
            log.hasPrefix(name + ".") && ends.contains { name.hasSuffix($0) }
        }.max { $0.count < $1.count }
    }

    /// The logs have no times: connections with the same ends and packets are the same.
    private static func key(_ row: [String: String]) -> [String] {
        [
            "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "ip_proto", "orig_pkts",
            "resp_pkts",
        ].map { row[$0] ?? "" }
    }

    private static func rows(_ text: String) -> [[String: String]] {
        var columns: [String] = []
        var rows: [[String: String]] = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            if fields[0] == "#fields" {
                columns = fields.dropFirst().map { String($0) }
            } else if !line.hasPrefix("#"), fields.count == columns.count {
                rows.append(
                    Dictionary(
                        zip(columns, fields.map { String($0) }), uniquingKeysWith: { $1 }))
            }
        }
        return rows
    }
}
