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
                let pairs: [(String, String?)] = [
                    ("JA4", record?.tls?.ja4), ("JA3C", record?.tls?.ja3),
                    ("JA3S", record?.tls?.ja3s),
                    ("Hostname/SNI", record?.serverName ?? record?.dns?.queries.first),
                    ("User-Agent", record?.http?.userAgent),
                    ("StatusCode", record?.http?.status.map { "\($0)" }),
                    ("Content-Type", record?.http?.contentType),
                ]
                for (field, value) in pairs {
                    guard let truth = flow.fields[field] else { continue }
                    if truth == value {
                        equal[field, default: 0] += 1
                    } else {
                        different[field, default: 0] += 1
                        print("\(capture)\t\(flow.tuple.transport == .tcp ? "T" : "U") \(flow.tuple.sourcePort) \(flow.tuple.destinationPort)\t\(flow.fields["proto"] ?? "")\t\(field)\t\(truth)\t\(value ?? "-")")
                    }
                }
            }
        }
        print(equal, different)
    }
}
