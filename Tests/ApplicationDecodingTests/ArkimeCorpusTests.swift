import Foundation
import NetworkModel
import PacketCapture
import TestSupport
import Testing

@testable import ApplicationDecoding

/// Fingerprints, names and functions against Arkime's sessions.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct ArkimeCorpusTests {
    @Test func `what sessions said is Arkime's but for known causes`() throws {
        let data = try #require(TestEnvironment.dataFolder)
        let folder = "\(data)/correctness/arkime"
        var equal: [String: Int] = [:]
        var different: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where name.hasSuffix(".sessions.json") {
            let capture = String(name.dropLast(".sessions.json".count))
            guard let decoded = try? DecodedFlows(path: "\(folder)/\(capture)") else { continue }
            let sessions = try ArkimeSession.sessions("\(folder)/\(name)")
            let counts = Dictionary(grouping: sessions) { $0.tuple.bothWays }.mapValues(\.count)
            for session in sessions where counts[session.tuple.bothWays] == 1 {
                let record = decoded[session.tuple]?.decoder.record ?? ApplicationRecord()
                for (field, expected, found) in Self.pairs(session, record) {
                    guard let expected, !expected.isEmpty else { continue }
                    let isEqual = !found.isEmpty && Set(found).isSubset(of: expected)
                    if isEqual {
                        equal[field, default: 0] += 1
                    } else {
                        different.insert("\(capture) \(field)")
                    }
                }
            }
        }
        #expect(different == Self.known)
        #expect(equal == Self.equal)
    }

    private static let known: Set<String> = [
        // Arkime keeps a response's function only where its request came before.
        "arkime_synthetic.pcap modbus",
        // Arkime shows what punycode stands for.
        "arkime_synthetic.pcap dns", "dns-punycode.pcap dns",
        // HTTP/2 in clear isn't read here.
        "http2-nghttp2.pcap http host", "http2-nghttp2.pcap user agent",
        "http2-nghttp2.pcap status",
        // TLS inside OpenVPN.
        "openvpn_synthetic.pcap ja3", "openvpn_synthetic.pcap ja3s",
        "openvpn_synthetic.pcap ja4", "openvpn_synthetic.pcap http host",
        // HTTP behind SOCKS, in IP fragments.
        "socks5-http-302-frag.pcap http host", "socks5-http-302-frag.pcap user agent",
        "socks5-http-302-frag.pcap status",
        // Names of multicast DNS that Arkime leaves out.
        "v6-http.pcap dns",
        // A request without a host.
        "wireshark-retrans.pcap http host",
    ]

    private static let equal = [
        "ja3": 25, "ja3s": 23, "ja4": 28, "http host": 61, "user agent": 45, "status": 46,
        "dns": 51, "client": 7, "topics": 6, "modbus": 7, "unit": 10, "dnp3": 4,
    ]

    private static func pairs(
        _ session: ArkimeSession, _ record: ApplicationRecord
    ) -> [(String, [String]?, [String])] {
        func one(_ text: String?) -> [String] { text.map { [$0] } ?? [] }
        return [
            ("ja3", session.values("tls", "ja3"), one(record.tls?.ja3)),
            ("ja3s", session.values("tls", "ja3s"), one(record.tls?.ja3s)),
            ("ja4", session.values("tls", "ja4"), one(record.tls?.ja4)),
            (
                "http host", session.values("http", "host")?.map { $0.lowercased() },
                one(record.serverName?.lowercased())
            ),
            ("user agent", session.values("http", "useragent"), one(record.http?.userAgent)),
            (
                "status", session.values("http", "statuscode"),
                one(record.http?.status.map { "\($0)" })
            ),
            ("dns", session.queries?.map { $0 == "<root>" ? "." : $0 }, record.dns?.queries ?? []),
            ("client", session.values("mqtt", "clientId"), one(record.mqtt?.clientIdentifier)),
            ("topics", session.values("mqtt", "topic"), record.mqtt?.topics ?? []),
            (
                "modbus", session.values("modbus", "funccode"),
                record.modbus?.functions.map { "\($0)" } ?? []
            ),
            (
                "unit", session.values("modbus", "unitid"),
                record.modbus?.units.map { "\($0)" } ?? []
            ),
            ("dnp3", session.values("dnp3", "func"), record.dnp3?.functions.map { "\($0)" } ?? []),
        ]
    }
}
