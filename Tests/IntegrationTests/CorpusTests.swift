import Foundation
import TestSupport
import Testing

/// The whole pipeline on captures of other projects: each is read or its link type is refused, and
/// each packet is accounted for.
///
/// A run takes a twelfth of them, chosen by the seed; the decoder alone is tested on all.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct CorpusTests {
    private func captures(_ seed: UInt64) throws -> [String] {
        let root = URL(fileURLWithPath: try #require(TestEnvironment.dataFolder))
            .appendingPathComponent("correctness")
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        let endings = [".pcap", ".pcapng", ".cap", ".trace", ".pcap.gz"]
        let all = (found?.compactMap { ($0 as? URL)?.path } ?? []).filter { path in
            endings.contains { path.hasSuffix($0) }
        }
        return all.sorted().enumerated().filter { $0.offset % 12 == Int(seed % 12) }
            .map(\.element)
    }

    @Test func `packets read are those in flows and those skipped, or the link type is refused`()
        throws
    {
        let seed = TestEnvironment.seed
        for capture in try captures(seed) {
            let result = try WeirProcess.run(
                "run", capture, "--summary", "json", "--window", "60")
            if result.status != 0 {
                let isRefusal =
                    result.errors.contains("link type") || result.errors.contains("is cut off")
                #expect(result.status == 65 && isRefusal, "\(capture): \(result.errors)")
                continue
            }
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            let read = try #require(object["packets_read"] as? Int)
            let inFlows = try #require(object["packets_in_flows"] as? Int)
            let skipped = try #require(object["packets_skipped"] as? [String: Int])
            #expect(read == inFlows + skipped.values.reduce(0, +), "\(capture), seed \(seed)")
        }
    }
}
