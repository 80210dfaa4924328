import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

/// The labelled captures against the conversations that tshark found in them.
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
        let metered = try MeteredCapture(path: "\(folder())/labelled/\(capture)") {
            packet, _, _ in packet.transport == .udp || packet.transport == .tcp
        }
        let totals = ConversationTable(metered.records).totals
        #expect(!expected.isEmpty)
        #expect(metered.error == nil)
        var differences: [String] = []
        for key in Set(expected.keys).union(totals.keys) {
            let found = totals[key] ?? ConversationTotals()
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
}
