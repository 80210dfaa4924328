import Foundation
import NetworkModel
import PacketCapture
import TestSupport
import Testing

@testable import ApplicationDecoding

/// Fingerprints and names against nDPI's.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct NDPICorpusTests {
    @Test func `fingerprints and names are nDPI's but for known causes`() throws {
        let data = try #require(TestEnvironment.dataFolder)
        let folder = "\(data)/correctness/ndpi"
        var equal: [String: Int] = [:]
        var different: [String: Int] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where name.hasSuffix(".out") {
            let capture = String(name.dropLast(4))
            let expected = try NDPIFlow.flows("\(folder)/\(name)")
            guard expected.contains(where: \.isComparable),
                let decoded = try? DecodedFlows(path: "\(folder)/\(capture)")
            else { continue }
            let counts = Dictionary(grouping: expected) { $0.tuple.bothWays }.mapValues(\.count)
            for flow in expected where flow.isComparable && counts[flow.tuple.bothWays] == 1 {
                let record = decoded[flow.tuple]?.decoder.record ?? ApplicationRecord()
                for (field, truth) in flow.fields {
                    guard let values = Self.values(field, record, flow.tuple) else { continue }
                    if values.contains(where: { Self.isEqual(field, $0, truth) }) {
                        equal[field, default: 0] += 1
                    } else {
                        different["\(capture) \(field)", default: 0] += 1
                    }
                }
            }
        }
        #expect(different == NDPIDifference.known)
        #expect(equal == NDPIDifference.equal)
    }

    /// What was found that nDPI shows in a field; nil for fields that nothing here stands for.
    private static func values(
        _ field: String, _ record: ApplicationRecord, _ tuple: FiveTuple
    ) -> [String]? {
        switch field {
        case "JA4": one(record.tls?.ja4)
        case "JA3C": one(record.tls?.ja3)
        case "JA3S": one(record.tls?.ja3s)
        case "Hostname/SNI":
            (record.dns?.queries ?? []) + one(record.serverName) + one(record.http?.host)
        // What QUIC's transport parameters hold nDPI shows under the same name.
        case "User-Agent": tuple.transport == .tcp ? one(record.http?.userAgent) : nil
        case "StatusCode": one(record.http?.status.map { "\($0)" })
        case "Content-Type": one(record.http?.contentType)
        default: nil
        }
    }

    private static func one(_ text: String?) -> [String] { text.map { [$0] } ?? [] }

    /// Equal but for what nDPI adds, leaves out or does in another way than the specification.
    private static func isEqual(_ field: String, _ value: String, _ truth: String) -> Bool {
        switch field {
        case "JA3S": truth.hasPrefix(value)
        case "JA4": masked(value) == masked(truth)
        case "Content-Type":
            value.prefix { $0 != ";" && $0 != "," }.trimmingCharacters(in: .whitespaces) == truth
        case "User-Agent": value.hasPrefix(truth.prefix(40))
        default: truth == value
        }
    }

    /// A JA4 without the parts that nDPI forms in its own way: a hello without SNI has `d` as well,
    /// a hello with an address as its name has `i`, ALPN shows its first two characters, and what
    /// is empty is hashed as well.
    private static func masked(_ ja4: String) -> String {
        guard ja4.utf8.count == 36 else { return ja4 }
        let head = "\(ja4.prefix(3))?\(ja4.dropFirst(4).prefix(4))??"
        return head + ja4.dropFirst(10).replacing("e3b0c44298fc", with: "000000000000")
    }
}
