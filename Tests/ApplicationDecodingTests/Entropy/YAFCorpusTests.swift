import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import ApplicationDecoding
@testable import PacketCapture

/// Payload entropies against YAF's.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct YAFCorpusTests {
    /// YAF's flow of TCP or UDP.
    private struct Flow: Decodable {
        var sourceIPv4Address: String?
        var destinationIPv4Address: String?
        var sourceTransportPort: UInt16?
        var destinationTransportPort: UInt16?
        var protocolIdentifier: UInt8
        var packetTotalCount: Int
        var reversePacketTotalCount: Int?
        var flowEndReason: Int?
        var payloadEntropy: Int?
        var reversePayloadEntropy: Int?

        var tuple: FiveTuple? {
            guard let source = sourceIPv4Address, let destination = destinationIPv4Address,
                let sourcePort = sourceTransportPort,
                let destinationPort = destinationTransportPort,
                protocolIdentifier == 6 || protocolIdentifier == 17
            else { return nil }
            return FiveTuple(
                source: .literal(source), destination: .literal(destination),
                sourcePort: sourcePort, destinationPort: destinationPort,
                transport: TransportProtocol(rawValue: protocolIdentifier))
        }
    }

    /// Directions that differ, by capture.
    private static let known = [
        // The capture begins within the connection or lacks segments: YAF puts payload where the
        // sequence number says and counts the hole before it as zeros.
        "vnc.pcap": 4, "thrift.pcap": 1, "weibo.pcap": 1, "ethereum.pcap": 1, "Oscar.pcap": 1,
        "dns_dot.pcap": 1, "tls_invalid_reads.pcap": 1,
        // The same where the hole takes all of YAF's room: 0.
        "cachefly.pcapng": 1, "mqtt.pcap": 1, "soap.pcap": 1, "tls_2_reasms.pcapng": 1,
        "tls_2_reasms_b.pcapng": 1, "tls_torrent.pcapng": 1,
        "tls_client_certificate_with_missing_server_one.pcapng": 1,
        // Padding taken for payload; bytes changed at random.
        "heuristic_tcp_ack_payload.pcap": 1, "fuzz-2006-09-29-28586.pcap": 2,
    ]

    @Test func `entropies are YAF's but for known causes`() throws {
        let data = try #require(TestEnvironment.dataFolder)
        var equal = [0, 0]
        var different: [String: Int] = [:]
        for table in try FileManager.default.contentsOfDirectory(atPath: "\(data)/truth/yaf")
            .sorted()
        where table.hasPrefix("correctness__ndpi__") {
            let capture = table.dropLast(".jsonl.gz".count).split(separator: "__").joined(
                separator: "/")
            let decoder = JSONDecoder()
            let flows = try TruthText.lines("\(data)/truth/yaf/\(table)").compactMap {
                try? decoder.decode(Flow.self, from: Data($0.utf8))
            }
            guard let decoded = try? DecodedFlows(path: "\(data)/\(capture)") else { continue }
            let counts = Dictionary(grouping: flows.compactMap(\.tuple)) { $0.bothWays }
                .mapValues(\.count)
            for flow in flows {
                guard let tuple = flow.tuple, counts[tuple.bothWays] == 1,
                    let found = decoded[tuple],
                    !found.isBlurred
                else { continue }
                let isTurned = found.tuple != tuple
                let forward = found.decoder.forwardEntropyBits
                let reverse = found.decoder.reverseEntropyBits
                let pairs = [
                    (flow.payloadEntropy, isTurned ? reverse : forward, flow.packetTotalCount),
                    (
                        flow.reversePayloadEntropy, isTurned ? forward : reverse,
                        flow.reversePacketTotalCount ?? 0
                    ),
                ]
                for (expected, bits, packets) in pairs {
                    // Of UDP, YAF looks at the first datagram of a direction only.
                    // YAF says 0 where there was no payload.
                    guard let expected, bits != nil || expected > 0,
                        tuple.transport == .tcp || packets == 1
                    else { continue }
                    let value = bits.map { min(255, Int($0 * 32)) }
                    let kind = tuple.transport == .udp ? 1 : 0
                    if value == expected {
                        equal[kind] += 1
                    } else {
                        different[String(capture.dropFirst(17)), default: 0] += 1
                    }
                }
            }
        }
        #expect(different == Self.known)
        #expect(equal == [1391, 1005])
    }
}
