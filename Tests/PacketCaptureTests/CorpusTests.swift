import Foundation
import NetworkModel
import PacketDecoding
import TestSupport
import Testing

@testable import PacketCapture

/// Every capture of the correctness folder is read to its end or refused with a reason.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct CorpusTests {
    private static let magics: [[UInt8]] = [
        [0xd4, 0xc3, 0xb2, 0xa1], [0xa1, 0xb2, 0xc3, 0xd4], [0x4d, 0x3c, 0xb2, 0xa1],
        [0xa1, 0xb2, 0x3c, 0x4d], [0x0a, 0x0d, 0x0d, 0x0a],
    ]

    /// The captures below a folder, by their first bytes, whatever their names.
    static func captures(below folder: String) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
        return names.compactMap { $0 as? String }.sorted().filter { name in
            let handle = FileHandle(forReadingAtPath: "\(folder)/\(name)")
            defer { try? handle?.close() }
            let first = (try? handle?.read(upToCount: 4)).flatMap { $0 } ?? Data()
            return magics.contains(Array(first))
        }
    }

    @Test func `every capture is decoded or refused`() throws {
        let folder = try #require(TestEnvironment.dataFolder) + "/correctness"
        let captures = Self.captures(below: folder)
        #expect(captures.count > 900)
        var refused: [String] = []
        var failed: [String: CaptureError.Code] = [:]
        for name in captures {
            let decoded: DecodedCapture
            do throws(CaptureError) {
                decoded = try DecodedCapture(path: "\(folder)/\(name)")
            } catch {
                #expect(error.code == .unsupportedLinkType, "\(name): \(error)")
                refused.append(name)
                continue
            }
            let skipped = decoded.skipped.values.reduce(0, +)
            #expect(decoded.packetCount == decoded.decodedCount + skipped, "\(name)")
            if let error = decoded.error { failed[name] = error.code }
        }
        #expect(refused.count < 60, "\(refused)")
        #expect(failed == ["ndpi/fuzz-2021-10-13.pcap": .truncatedFile])
    }
}
