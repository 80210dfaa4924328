import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

/// Hundreds of captures against NFStream's totals; `LabelledCaptureTests` has the labelled ones.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct NFStreamCorpusTests {
    /// The captures with a table: the capture's path in the data folder, the name it is known by
    /// here, and its table's path.
    private static func captures(
        in data: String
    ) throws -> [(path: String, name: String, table: String)] {
        let tables = try FileManager.default.contentsOfDirectory(atPath: "\(data)/truth/nfstream")
        return tables.sorted().compactMap { table in
            for prefix in ["correctness__ndpi__", "correctness__zeek__", "known__"]
            where table.hasPrefix(prefix) {
                let folder = prefix.replacingOccurrences(of: "__", with: "/")
                let file = String(table.dropFirst(prefix.count).dropLast(".csv.gz".count))
                let path = "\(data)/\(folder)\(file)"
                let isCompressed = FileManager.default.fileExists(atPath: "\(path).gz")
                return (
                    isCompressed ? "\(path).gz" : path,
                    "\(folder)\(file)".replacingOccurrences(of: "correctness/", with: ""),
                    "\(data)/truth/nfstream/\(table)"
                )
            }
            return nil
        }
    }

    @Test func `totals by 5-tuple are NFStream's but for known causes`() throws {
        let data = try #require(TestEnvironment.dataFolder)
        var equal = 0
        var different: Set<String> = []
        for capture in try Self.captures(in: data) {
            let decoded: DecodedCapture
            do throws(CaptureError) {
                decoded = try DecodedCapture(path: capture.path)
            } catch {
                // NFStream reads IEEE 802.11, too.
                #expect(error.code == .unsupportedLinkType, "\(error)")
                continue
            }
            let expected = try TruthFile.nfstream(capture.table).totals
            if ConversationTable.withoutICMPTypes(decoded.table).totals == expected {
                equal += 1
            } else {
                different.insert(capture.name)
            }
        }
        #expect(different == Set(PeerDifference.known.keys))
        #expect(equal > 400)
    }
}
