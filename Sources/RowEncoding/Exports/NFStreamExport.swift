import NetworkModel

/// The 86 columns of NFStream with `statistical_analysis` and `n_dissections=20`: 29 of the core,
/// 48 of statistics, 9 of nDPI.
enum NFStreamExport {
    static let columns: [ExportColumn] =
        identity + source + destination + link
        + flow(.both) + flow(.forward) + flow(.reverse)
        + sizes(.both) + sizes(.forward) + sizes(.reverse)
        + gaps(.both) + gaps(.forward) + gaps(.reverse)
        + flags(.both) + flags(.forward) + flags(.reverse) + application

    /// NFStream's prefix of columns, and what it means here.
    enum Scope: String {
        case both = "bidirectional"
        case forward = "src2dst"
        case reverse = "dst2src"

        /// The beginning of the members' names.
        var members: String {
            switch self {
            case .both: "features_"
            case .forward: "features_forward_"
            case .reverse: "features_reverse_"
            }
        }

        /// The members that count packets; their sum is the scope's.
        var packets: [String] {
            switch self {
            case .both: ["features_forward_packets", "features_reverse_packets"]
            default: ["\(members)packets"]
            }
        }
    }

    private static let identity: [ExportColumn] = [
        .copy("id", "flow_id", "a number for this flow alone; NFStream's counts from 0"),
        ExportColumn(
            "expiration_id", ["flow_reason"],
            "0 idle or capture's end, 1 active timeout, −1 closed by TCP or evicted; NFStream "
                + "ends no flow at its close"
        ) { row, field in
            switch row.string(0) {
            case FlowEndReason.activeTimeout.label: field.put("1")
            case FlowEndReason.endOfFlow.label, FlowEndReason.lackOfResources.label:
                field.put("-1")
            default: field.put("0")
            }
        },
    ]

    private static let source: [ExportColumn] = [
        .copy("src_ip", "src_ip"), .copy("src_mac", "src_mac"), vendor("src_oui", "src_mac"),
        .count("src_port", "src_port"),
    ]

    private static let destination: [ExportColumn] = [
        .copy("dst_ip", "dest_ip"), .copy("dst_mac", "dest_mac"), vendor("dst_oui", "dest_mac"),
        .count("dst_port", "dest_port"),
    ]

    private static let link: [ExportColumn] = [
        ExportColumn("protocol", ["proto"], "IANA's number") { row, field in
            if let transport = row.transport(0) { field.put(Int64(transport.rawValue)) }
        },
        .copy("ip_version", "ip_v"),
        ExportColumn("vlan_id", ["vlan"], "the outermost; 0 untagged") { row, field in
            field.put((row.integers(0).first ?? nil) ?? 0)
        },
        ExportColumn(
            "tunnel_id", ["tunnel_type"],
            "0 none or IP in IP, 1 GTP; empty for tunnels that NFStream has no number for"
        ) { row, field in
            switch row.string(0) {
            case nil, TunnelKind.ipInIP.label: field.put("0")
            case TunnelKind.gtpU.label: field.put("1")
            default: return
            }
        },
    ]

    /// The first three bytes of a link address.
    private static func vendor(_ name: String, _ member: String) -> ExportColumn {
        ExportColumn(name, [member], "its first three bytes") { row, field in
            field.put((row.string(0) ?? "").prefix(8))
        }
    }

    private static let application: [ExportColumn] = [
        .copy("application_name", "app_label", otherwise: "Unknown"),
        .copy("application_category_name", "app_category", otherwise: "Unspecified"),
        ExportColumn(
            "application_is_guessed", ["app_confidence"], "1 where the port or address decided"
        ) { row, field in
            let isGuess = row.string(0)?.hasPrefix("Match by") == true
            field.put(isGuess ? "1" : "0")
        },
        ExportColumn(
            "application_confidence", ["app_confidence"], "nDPI's number"
        ) { row, field in
            field.put(confidence(row.string(0)))
        },
        .copy("requested_server_name", "app_server_name"),
        .copy("client_fingerprint", "app_tls_ja4", "JA4"),
        .copy("server_fingerprint", "app_tls_ja3s", "JA3S"),
        .copy("user_agent", "app_http_user_agent"),
        .copy("content_type", "app_http_content_type"),
    ]

    /// The number that NFStream's nDPI gives to a confidence; 0 for none.
    private static func confidence(_ name: String?) -> Int64 {
        switch name {
        case "Match by port": 1
        case "nBPF", "Match by IP": 2
        case "DPI (partial)": 3
        case "DPI (partial cache)": 4
        case "DPI (cache)": 5
        case "DPI": 6
        case "Match by custom rule": 7
        default: 0
        }
    }
}
