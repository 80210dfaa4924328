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
            let counts = Dictionary(grouping: expected) { $0.tuple.bothWays }.mapValues(\.count)
            guard let decoded = try? DecodedFlows(path: "\(folder)/\(capture)") else { continue }
            for flow in expected where counts[flow.tuple.bothWays] == 1 {
                let record = decoded[flow.tuple]?.decoder.record
                for (field, truth) in flow.fields {
                    guard let values = Self.values(field, record) else { continue }
                    if values.contains(where: { Self.isEqual(field, $0, truth) }) {
                        equal[field, default: 0] += 1
                    } else {
                        different[field, default: 0] += 1
                        print(
                            "DIFF", capture, flow.tuple.transport == .tcp ? "T" : "U",
                            flow.tuple.sourcePort, flow.tuple.destinationPort,
                            flow.fields["proto"] ?? "", field, truth, values, separator: "\t")
                    }
                }
            }
        }
        print(equal, different)
    }

    /// What was found that nDPI shows in a field; nil for fields that nothing here stands for.
    private static func values(_ field: String, _ record: ApplicationRecord?) -> [String]? {
        switch field {
        case "JA4": [record?.tls?.ja4].compactMap { $0 }
        case "JA3C": [record?.tls?.ja3].compactMap { $0 }
        case "JA3S": [record?.tls?.ja3s].compactMap { $0 }
        case "Hostname/SNI":
            (record?.dns?.queries ?? [])
                + [record?.serverName, record?.http?.host].compactMap { $0 }
        case "User-Agent": [record?.http?.userAgent].compactMap { $0 }
        case "StatusCode": [record?.http?.status].compactMap { $0.map { "\($0)" } }
        case "Content-Type": [record?.http?.contentType].compactMap { $0 }
        default: nil
        }
    }

    /// Equal but for what nDPI adds or leaves out on purpose.
    private static func isEqual(_ field: String, _ value: String, _ truth: String) -> Bool {
        switch field {
        case "JA3S": truth.hasPrefix(value)
        case "Content-Type":
            value.prefix { $0 != ";" && $0 != "," }.trimmingCharacters(in: .whitespaces) == truth
        case "User-Agent": truth.hasPrefix(value)
        default: truth == value
        }
    }
}
