import NetworkModel

/// The `flow` table of ShadowMeter, in the order of its documentation.
///
/// ShadowMeter stores what YAF and super_mediator say. Its programs also write `spkts` and `dpkts`,
/// which its documentation of the table leaves out, and so does this export.
enum ShadowMeterExport {
    static let columns: [ExportColumn] = identity + endpoints + flags + volumes + rest

    private static let identity: [ExportColumn] = [
        .copy("sid", "sensor", "the sensor's name"),
        .copy("stime", "flow_start", "RFC 3339; ShadowMeter trims to milliseconds"),
        .copy("ltime", "flow_end", "RFC 3339; ShadowMeter trims to milliseconds"),
        ExportColumn("proto", ["proto"], "IANA's number") { row, field in
            if let transport = row.transport(0) { field.put(Int64(transport.rawValue)) }
        },
    ]

    private static let endpoints: [ExportColumn] = [
        .copy("saddr", "src_ip"),
        .count("sport", "src_port", "0 without ports"),
        .copy("daddr", "dest_ip"),
        ExportColumn(
            "dport", ["dest_port", "icmp_type", "icmp_code"],
            "0 without ports; ICMP: type · 256 + code, as YAF"
        ) { row, field in
            field.put(row.integer(0) ?? row.count(1) &* 256 &+ row.count(2))
        },
    ]

    private static let flags: [ExportColumn] = [
        flags(
            "sutcp", "tcp_tcp_flags_ts",
            "letters ECUAPRSF; of all packets, where YAF leaves out the first"),
        flags("dutcp", "tcp_tcp_flags_tc", "as sutcp"),
        flags("sitcp", "tcp_initial_flags_ts", "letters ECUAPRSF of the first packet"),
        flags("ditcp", "tcp_initial_flags_tc", "as sitcp"),
        ExportColumn(
            "spd", ["features_first_directions"],
            "two hexadecimal digits, the lowest bit the first packet, 1 = reverse"
        ) { row, field in
            let bits = UInt8(truncatingIfNeeded: row.count(0))
            field.bytes.append(hexadecimal[Int(bits >> 4)])
            field.bytes.append(hexadecimal[Int(bits & 15)])
        },
        ExportColumn("vlan", ["vlan"], "the outermost; 0 untagged") { row, field in
            field.put((row.integers(0).first ?? nil) ?? 0)
        },
    ]

    private static let volumes: [ExportColumn] = [
        .count("sdata", "features_forward_payload_bytes", "B"),
        .count("ddata", "features_reverse_payload_bytes", "B"),
        .count("sbytes", "features_forward_ip_bytes", "B"),
        .count("dbytes", "features_reverse_ip_bytes", "B"),
        entropy("sentropy", "features_forward_payload_entropy_bits"),
        entropy("dentropy", "features_reverse_payload_entropy_bits"),
        interval("siat", "features_forward_iat_mean_us"),
        interval("diat", "features_reverse_iat_mean_us"),
    ]

    private static let rest: [ExportColumn] = [
        ExportColumn(
            "reason", ["flow_reason"],
            "idle, active, closed, eof, rsrc; YAF's text leaves out closed"
        ) { row, field in
            for reason in reasons where row.isText(0, reason.label) {
                return field.put(reason.text)
            }
            // No reason needs escapes, but whoever writes them is understood.
            guard let text = row.string(0).map({ Array($0.utf8) }) else { return }
            for reason in reasons where reason.label == text { field.put(reason.text) }
        },
        ExportColumn(
            "applabel", ["app_label", "app_proto"], "nDPI's label in lower case; empty if unknown"
        ) { row, field in
            let member = row.isText(0) ? 0 : 1
            let start = field.bytes.count
            if row.appendLowercasedASCII(member, to: &field) {
                if field.bytes[start...] == unknown[...] { field.bytes.removeSubrange(start...) }
            } else {
                let label = (row.string(member) ?? "").lowercased()
                if label != "unknown" { field.put(label) }
            }
        },
        .copy(
            "timestamp", "timestamp",
            "the flow's end; ShadowMeter's is when the row was inserted, so that replays differ"),
    ]

    private static let hexadecimal = Array("0123456789abcdef".utf8)
    private static let unknown = Array("unknown".utf8)
    private static let reasons: [(label: [UInt8], text: StaticString)] = [
        (.idleTimeout, "idle"), (.activeTimeout, "active"), (.endOfFlow, "closed"),
        (.forcedEnd, "eof"), (.lackOfResources, "rsrc"),
    ].map { (reason: FlowEndReason, text: StaticString) in (Array(reason.label.utf8), text) }

    /// YAF's letters for TCP's flags, highest bit of its order first.
    private static func flags(_ name: String, _ member: String, _ note: String) -> ExportColumn {
        ExportColumn(name, [member], note) { row, field in
            guard let bits = row.flags(0) else { return }
            let flags = TCPFlags(rawValue: bits)
            if flags.contains(.ece) { field.put("E") }
            if flags.contains(.cwr) { field.put("C") }
            if flags.contains(.urg) { field.put("U") }
            if flags.contains(.ack) { field.put("A") }
            if flags.contains(.psh) { field.put("P") }
            if flags.contains(.rst) { field.put("R") }
            if flags.contains(.syn) { field.put("S") }
            if flags.contains(.fin) { field.put("F") }
            if flags.isEmpty { field.put("0") }
        }
    }

    private static func entropy(_ name: String, _ member: String) -> ExportColumn {
        ExportColumn(name, [member], "bits a byte ÷ 8 · 255; 0 without payload") { row, field in
            let scaled = (row.real(0) ?? 0) / 8 * 255
            field.put(Int64(min(max(scaled, 0), 255).rounded()))
        }
    }

    private static func interval(_ name: String, _ member: String) -> ExportColumn {
        ExportColumn(name, [member], "ms, trimmed; 0 with one packet") { row, field in
            field.put((row.nanoseconds(0) ?? 0) / 1_000_000)
        }
    }
}
