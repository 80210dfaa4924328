import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

/// The labelled captures against what tshark and NFStream made of them.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct LabelledCaptureTests {
    static let captures: [String] = {
        guard let folder = TestEnvironment.dataFolder else { return [] }
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder + "/labelled")
        return (names ?? []).filter { $0.contains(".pcap") }.sorted()
    }()

    private func folder() throws -> String {
        try #require(TestEnvironment.dataFolder)
    }

    @Test(arguments: captures)
    func `UDP and TCP conversations are tshark's`(capture: String) throws {
        let stem = try #require(capture.components(separatedBy: ".pcap").first)
        let expected = try TruthFile.tshark("\(folder())/labelled/\(stem).conv.txt.gz")
        let decoded = try DecodedCapture(path: "\(folder())/labelled/\(capture)") {
            $0.transport == .udp || $0.transport == .tcp
        }
        #expect(!expected.isEmpty)
        #expect(decoded.error == nil)
        var differences: [String] = []
        for key in Set(expected.keys).union(decoded.table.totals.keys) {
            let found = decoded.table.totals[key] ?? ConversationTotals()
            let row = expected[key] ?? (TsharkDirection(), TsharkDirection())
            let isEqual =
                found.forwardPackets == row.forward.packets
                && found.reversePackets == row.reverse.packets
                && row.forward.bytes.contains(found.forwardBytes)
                && row.reverse.bytes.contains(found.reverseBytes)
            if !isEqual { differences.append("\(key): \(found), \(row)") }
        }
        #expect(differences.isEmpty, "\(differences.count): \(differences.sorted().prefix(10))")
    }

    @Test(arguments: captures)
    func `totals by 5-tuple are NFStream's`(capture: String) throws {
        let stem = try #require(capture.components(separatedBy: ".pcap").first)
        let path = "\(try folder())/truth/nfstream/labelled__\(stem).pcap.csv.gz"
        let expected = try TruthFile.nfstream(path).totals
        let decoded = try DecodedCapture(path: "\(folder())/labelled/\(capture)")
        #expect(!expected.isEmpty)
        var differences: [String] = []
        let found = ConversationTable.withoutICMPTypes(decoded.table).totals
        for key in Set(expected.keys).union(found.keys) where expected[key] != found[key] {
            differences.append(
                "\(key): \(String(describing: found[key])), \(String(describing: expected[key]))")
        }
        #expect(differences.isEmpty, "\(differences.count): \(differences.sorted().prefix(10))")
    }
}
