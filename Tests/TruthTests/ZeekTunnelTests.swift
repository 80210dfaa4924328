import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import PacketCapture

/// What is inside tunnels, and behind headers that few captures have, against Zeek's connection
/// logs.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct ZeekTunnelTests {
    /// The beginnings of the captures' names.
    private static let captures = [
        "tunnels__", "erspan", "pbb", "cisco-fabric-path", "mpls-in-vlan", "wlanmon", "radiotap",
        "pppoe-over-qinq", "ppp__",
    ]

    /// How many connections of Zeek's have other packets here.
    private static let known = [
        // Zeek reads no ports of SCTP.
        "cisco-fabric-path.pcap": 16,
        // Teredo between peers, on ports of their own.
        "tunnels__Teredo.pcap": 2, "tunnels__teredo_bubble_with_payload.pcap": 2,
        // AYIYA isn't followed.
        "tunnels__ayiya-large-identity.pcap": 1, "tunnels__ayiya3.pcap": 6,
        // 802.11 in GRE under a number of Aruba's own.
        "tunnels__gre-aruba-amsdu.pcap": 1,
        // Zeek names the first of several outer connections that carry the same one.
        "tunnels__gre-over-udp-4754.pcap": 4,
        // Zeek reassembles the outer packets' fragments.
        "tunnels__gtp__gtp2_different_udp_port.pcap": 1,
        // Zeek makes no connection of IPv6 without a next header (Teredo's bubbles).
        "tunnels__gtp__gtp8_teredo.pcap": 6,
    ]

    @Test func `packets inside are in the connections that Zeek has`() throws {
        let folder = try #require(TestEnvironment.dataFolder) + "/correctness/zeek"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        var different: [String: Int] = [:]
        var equal = 0
        for name in names where name.hasSuffix(".conn.log") {
            guard Self.captures.contains(where: { name.hasPrefix($0) }) else { continue }
            let end = try #require(name.range(of: ".pcapng.") ?? name.range(of: ".pcap."))
            let capture = String(name[..<name.index(before: end.upperBound)])
            let path = "\(folder)/\(capture)"
            let inside = try MeteredCapture(path: path) { packet, _, _ in packet.tunnel != nil }
            let outside = try MeteredCapture(path: path) { packet, _, _ in packet.tunnel == nil }
            for connection in try Self.connections("\(folder)/\(name)") {
                let metered = connection.isInTunnel ? inside : outside
                let totals = ConversationTable(metered.records).totals[connection.key]
                let packets = totals.map { $0.forwardPackets + $0.reversePackets } ?? 0
                if packets == connection.packets {
                    equal += 1
                } else {
                    different[capture, default: 0] += 1
                }
            }
        }
        #expect(different == Self.known)
        #expect(equal >= 90)
    }

    /// The connections of a log that carry no other connection, those of one 5-tuple together.
    private static func connections(
        _ path: String
    ) throws -> [(key: Conversation, isInTunnel: Bool, packets: Int)] {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        var fields: [String: Int] = [:]
        var rows: [[Substring]] = []
        for line in lines {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            if columns[0] == "#fields" {
                for (index, field) in columns.dropFirst().enumerated() {
                    fields[String(field)] = index
                }
            } else if !line.hasPrefix("#") {
                rows.append(columns)
            }
        }
        func text(_ field: String, _ row: [Substring]) -> String {
            fields[field].map { String(row[$0]) } ?? "-"
        }
        let parents = Set(
            rows.flatMap { text("tunnel_parents", $0).split(separator: ",").map(String.init) })
        var found: [String: (key: Conversation, isInTunnel: Bool, packets: Int)] = [:]
        for row in rows where !parents.contains(text("uid", row)) {
            let number = try #require(UInt8(text("ip_proto", row)))
            let transport = TransportProtocol(rawValue: number)
            func endpoint(_ side: String) throws -> Endpoint {
                let port = try #require(UInt16(text("id.\(side)_p", row)))
                return Endpoint(
                    address: .literal(text("id.\(side)_h", row)),
                    port: transport.isICMP ? 0 : port)
            }
            let ends = try [endpoint("orig"), endpoint("resp")].sorted()
            let key = Conversation(lesser: ends[0], greater: ends[1], transport: transport)
            let isInTunnel = text("tunnel_parents", row) != "-"
            let packets = try ["orig_pkts", "resp_pkts"].reduce(0) {
                try $0 + #require(Int(text($1, row)))
            }
            found["\(key) \(isInTunnel)", default: (key, isInTunnel, 0)].packets += packets
        }
        return found.keys.sorted().compactMap { found[$0] }
    }
}
