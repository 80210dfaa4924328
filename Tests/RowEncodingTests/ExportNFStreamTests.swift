import FlowMetering
import Foundation
import NetworkModel
import PacketCapture
import TestSupport
import Testing

@testable import RowEncoding

/// Rows in NFStream's columns against those that NFStream wrote of the same captures.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct ExportNFStreamTests {
    /// Larger captures are left out, so that the test takes seconds.
    private static let maximumBytes = 40_000

    /// NFStream's timeouts; TCP's close ends no flow there, so the linger is as long.
    private static let configuration = FlowMeteringConfiguration(
        idleTimeoutNanoseconds: 120_000_000_000, activeTimeoutNanoseconds: 1_800_000_000_000,
        lingerNanoseconds: 120_000_000_000)

    /// Columns that can't be compared: numbers of flows, and what ended them.
    private static let incomparable: Set = ["id", "expiration_id", "tunnel_id", "vlan_id"]

    /// How far apart two values may be: NFStream takes gaps between times that it has trimmed to
    /// milliseconds, and prints doubles whole where the record has three decimals.
    private static func tolerance(_ column: String) -> Double {
        if column.hasSuffix("_mean_piat_ms") { return 1e-9 }
        if column.hasSuffix("_piat_ms") { return 1 }
        return column.hasSuffix("_ps") ? 0.002 : 0
    }

    @Test func `the statistical columns are NFStream's`() throws {
        let data = try #require(TestEnvironment.dataFolder)
        let folder = "\(data)/correctness/ndpi"
        var agreement = ExportAgreement()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let truth = "\(data)/truth/nfstream/correctness__ndpi__\(name).csv.gz"
            let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size]
            guard FileManager.default.fileExists(atPath: truth),
                (size as? Int ?? 0) <= Self.maximumBytes,
                let pipeline = try? ExportPipeline("\(folder)/\(name)", Self.configuration)
            else { continue }
            let theirs = try ExportPipeline.table(truth, last: "dst2src_fin_packets")
            var rows: [[String]: [[String: String]]] = [:]
            for row in theirs { rows[Self.key(row), default: []].append(row) }
            for record in pipeline.records {
                let ours = try ExportPipeline.row(record, .nfstream)
                // Flows with the same ends, start and packets are the same.
                guard let pair = rows[Self.key(ours)], pair.count == 1 else { continue }
                agreement.countRow()
                Self.compare(ours, pair[0], of: name, &agreement)
            }
        }
        agreement.require(0.99, rows: 600)
    }

    private static func key(_ row: [String: String]) -> [String] {
        [
            "src_ip", "src_port", "dst_ip", "dst_port", "protocol", "bidirectional_first_seen_ms",
            "src2dst_packets", "dst2src_packets",
        ].map { row[$0] ?? "" }
    }

    private static func compare(
        _ ours: [String: String], _ theirs: [String: String], of name: String,
        _ agreement: inout ExportAgreement
    ) {
        for (column, wanted) in theirs where !incomparable.contains(column) {
            let got = ours[column] ?? ""
            // Without link addresses on the topic there are none to compare.
            if got.isEmpty, column.hasSuffix("_mac") || column.hasSuffix("_oui") { continue }
            var isEqual = got == wanted
            if !isEqual, let left = Double(got), let right = Double(wanted) {
                let most = max(abs(right) * 1e-9, tolerance(column))
                // Both are either whole numbers or have decimals.
                isEqual = abs(left - right) <= most && got.contains(".") == wanted.contains(".")
            }
            agreement.count(column, isEqual, "\(name): \(got), NFStream \(wanted)")
        }
    }
}
