import FlowIndexing
import NetworkModel

/// The fields of Zeek's conn.log, with those that its policy scripts add for Community ID, VLANs
/// and link addresses.
enum ZeekExport {
    static let columns: [ExportColumn] = endpoints + connection + volumes + additions

    /// Zeek's type of each field.
    static let types = [
        "time", "string", "addr", "port", "addr", "port", "enum", "string", "interval", "count",
        "count", "string", "bool", "bool", "count", "string", "count", "count", "count", "count",
        "set[string]", "count", "string", "int", "int", "string", "string",
    ]

    private static let endpoints: [ExportColumn] = [
        ExportColumn("ts", ["flow_start"], "s since the epoch, six decimals") { row, field in
            if let time = row.time(0) { field.putSeconds(ofNanoseconds: time) }
        },
        ExportColumn(
            "uid", ["uid"], "C and 17 digits to base 62 of weir's uid, always the same for it"
        ) { row, field in
            if let uid = row.string(0) { putIdentifier(uid, into: &field) }
        },
        .copy("id.orig_h", "src_ip"),
        ExportColumn(
            "id.orig_p", ["src_port", "icmp_type"], "ICMP: the type; 0 without ports"
        ) { row, field in
            field.put(row.integer(0) ?? row.count(1))
        },
        .copy("id.resp_h", "dest_ip"),
        ExportColumn(
            "id.resp_p", ["dest_port", "icmp_type", "icmp_code", "proto"],
            "ICMP: the type that answers, else the code"
        ) { row, field in
            field.put(row.integer(0) ?? counterpart(row))
        },
        ExportColumn("proto", ["proto"], "tcp, udp, icmp, unknown_transport") { row, field in
            if let transport = row.transport(0) { field.put(name(of: transport)) }
        },
    ]

    private static func counterpart(_ row: ExportRow) -> Int64 {
        guard let transport = row.transport(3), transport.isICMP, let type = row.integer(1),
            let type = UInt8(exactly: type)
        else { return 0 }
        let answer = ICMPExchange.counterpart(of: type, over: transport)
        return answer.map { Int64($0) } ?? row.count(2)
    }

    static func name(of transport: TransportProtocol) -> StaticString {
        switch transport {
        case .tcp: "tcp"
        case .udp: "udp"
        case .icmp, .icmpV6: "icmp"
        default: "unknown_transport"
        }
    }

    private static let volume = [
        "features_duration_us", "features_forward_packets", "features_reverse_packets",
        "features_forward_payload_bytes", "features_reverse_payload_bytes",
    ]
    private static let payload =
        "B of payload, retransmissions too; Zeek goes by TCP's sequence numbers; unset where the "
        + "duration is 0"

    private static let connection: [ExportColumn] = [
        ExportColumn(
            "service", ["app_proto", "proto"], "in Zeek's names; Zeek may name several"
        ) { row, field in
            if let name = row.string(0) {
                field.put(ZeekService.name(of: name, over: row.transport(1)))
            }
        },
        ExportColumn(
            "duration", ["features_duration_us"], "s, six decimals; unset where it is 0"
        ) { row, field in
            if let duration = row.nanoseconds(0), duration > 0 {
                field.putSeconds(ofNanoseconds: duration)
            }
        },
        ExportColumn("orig_bytes", volume, payload) { row, field in
            if let duration = row.nanoseconds(0), duration > 0 { field.put(row.count(3)) }
        },
        ExportColumn("resp_bytes", volume, payload) { row, field in
            if let duration = row.nanoseconds(0), duration > 0 { field.put(row.count(4)) }
        },
        ExportColumn(
            "conn_state", ["tcp_state", "proto"] + volume,
            "TCP: as metered; UDP: S0, SF, SHR by who sent; else OTH"
        ) { row, field in
            if row.isPresent(0) { return row.appendText(0, to: &field) }
            guard let transport = row.transport(1), transport != .tcp else { return }
            field.put(
                DatagramExchange.state(
                    of: transport, forwardPackets: UInt64(max(0, row.count(3))),
                    reversePackets: UInt64(max(0, row.count(4)))))
        },
        local("local_orig", "src_ip"), local("local_resp", "dest_ip"),
        .constant("missed_bytes", "", "unset: weir doesn't count gaps in TCP's sequence"),
        ExportColumn(
            "history", ["tcp_history", "proto"] + volume + ["features_response_delay_us"],
            "TCP: as metered; UDP: D and d by who sent; else unset"
        ) { row, field in
            if row.isPresent(0) { return row.appendText(0, to: &field) }
            guard let transport = row.transport(1), transport != .tcp else { return }
            let (forward, reverse) = (row.count(3), row.count(4))
            field.put(
                DatagramExchange.history(
                    of: transport, forwardPackets: UInt64(max(0, forward)),
                    reversePackets: UInt64(max(0, reverse)),
                    isReverseFirst: forward > 0 && !row.isPresent(volume.count + 2)))
        },
    ]

    private static func local(_ name: String, _ member: String) -> ExportColumn {
        ExportColumn(
            name, [member], "T in the networks that IANA keeps from routing, as Zeek's default"
        ) { row, field in
            guard let isPrivate = row.string(0).flatMap({ PrivateNetworks.contain($0) }) else {
                return
            }
            field.put(isPrivate ? "T" : "F")
        }
    }

    private static let volumes: [ExportColumn] = [
        .count("orig_pkts", "features_forward_packets"),
        .count("orig_ip_bytes", "features_forward_ip_bytes", "B"),
        .count("resp_pkts", "features_reverse_packets"),
        .count("resp_ip_bytes", "features_reverse_ip_bytes", "B"),
    ]

    private static let additions: [ExportColumn] = [
        .constant("tunnel_parents", "", "unset: the record doesn't name the outer connection"),
        ExportColumn("ip_proto", ["proto"], "IANA's number") { row, field in
            if let transport = row.transport(0) { field.put(Int64(transport.rawValue)) }
        },
        .copy("community_id", "community_id"),
        vlan("vlan", 0), vlan("inner_vlan", 1),
        .copy("orig_l2_addr", "src_mac"), .copy("resp_l2_addr", "dest_mac"),
    ]

    private static func vlan(_ name: String, _ place: Int) -> ExportColumn {
        ExportColumn(name, ["vlan"]) { row, field in
            let identifiers = row.integers(0)
            if identifiers.count > place, let number = identifiers[place] { field.put(number) }
        }
    }

    /// Zeek's form of an identifier: `C` and digits to base 62, here the lowest 17 of weir's 128
    /// bits, which is a little over 101 bits.
    private static func putIdentifier(_ uid: String, into field: inout ExportText) {
        var bits: UInt128 = 0
        for byte in uid.utf8 where byte != UInt8(ascii: "-") {
            // Identifiers of others may hold anything: they are folded in as they are.
            bits = bits << 4 ^ UInt128(JSONText.hexadecimal(byte) ?? UInt32(byte)) ^ bits >> 124
        }
        field.put("C")
        for _ in 0..<17 {
            field.bytes.append(alphabet[Int(bits % 62)])
            bits /= 62
        }
    }

    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}
