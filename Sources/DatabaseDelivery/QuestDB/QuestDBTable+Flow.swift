import RowEncoding
import TopicEncoding

extension QuestDBTable {
    /// Flows: ShadowMeter's columns first, then weir's.
    ///
    /// The designated timestamp is the flow's end, as ShadowMeter's README has it.
    static func flow(_ set: FlowColumnSet) -> QuestDBTable {
        QuestDBTable(
            topic: .flows, name: "flow", timestampMember: "timestamp",
            columns: shadowMeter + identity + flowMeter + labels + places
                + (set == .all ? others : []),
            keys: ["uid"])
    }

    private static let shadowMeterTypes: [String: QuestDBType] = [
        "sid": .symbol, "stime": .timestamp, "ltime": .timestamp, "saddr": .varchar,
        "daddr": .varchar, "sutcp": .symbol, "dutcp": .symbol, "sitcp": .symbol, "ditcp": .symbol,
        "spd": .symbol, "reason": .symbol, "applabel": .symbol,
    ]

    private static let shadowMeter = ShadowMeterColumns.names.filter { $0 != timestampName }.map {
        QuestDBColumn(shadowMeter: $0, shadowMeterTypes[$0] ?? .long)
    }

    private static let identity = [
        QuestDBColumn("uid", .uuid), QuestDBColumn("session", .symbol),
        QuestDBColumn("community_id", .varchar),
        // The record's `proto` is a name, ShadowMeter's column of that name a number.
        QuestDBColumn("proto_name", .symbol, of: "proto"),
        QuestDBColumn("flow_segment", .long),
    ]

    /// What FlowMeter's columns are made of and ShadowMeter's don't have.
    ///
    /// Sums, means and extremes of both directions together follow from those of each.
    private static let flowMeter =
        [
            QuestDBColumn("features_duration_us", .double),
            QuestDBColumn("features_size_std_bytes", .double),
            QuestDBColumn("features_iat_min_us", .double),
            QuestDBColumn("features_iat_max_us", .double),
            QuestDBColumn("features_iat_mean_us", .double),
            QuestDBColumn("features_iat_std_us", .double),
        ] + direction("features_forward_") + direction("features_reverse_")

    private static func direction(_ prefix: String) -> [QuestDBColumn] {
        ["packets", "size_total_bytes", "size_min_bytes", "size_max_bytes"].map {
            QuestDBColumn(prefix + $0, .long)
        }
            + ["size_std_bytes", "iat_total_us", "iat_min_us", "iat_max_us", "iat_std_us"].map {
                QuestDBColumn(prefix + $0, .double)
            }
    }

    private static let labels = [
        QuestDBColumn("tcp_state", .symbol), QuestDBColumn("tcp_history", .varchar),
        QuestDBColumn("app_category", .symbol), QuestDBColumn("app_risks", .varchar),
        QuestDBColumn("app_server_name", .varchar), QuestDBColumn("app_dns_queries", .varchar),
    ]

    private static let places = endpoint("geo_src_") + endpoint("geo_dest_")

    private static func endpoint(_ prefix: String) -> [QuestDBColumn] {
        [
            QuestDBColumn(prefix + "country", .symbol), QuestDBColumn(prefix + "city", .varchar),
            QuestDBColumn(prefix + "asn", .long), QuestDBColumn(prefix + "organisation", .varchar),
            QuestDBColumn(prefix + "network", .symbol), QuestDBColumn(prefix + "role", .symbol),
        ]
    }

    /// The members of which a column of ShadowMeter's is a copy, and the one that is the same in
    /// all rows.
    private static let repeated: Set = [
        "timestamp", "event_type", "sensor", "src_ip", "dest_ip", "flow_start", "flow_end",
        "features_forward_payload_bytes", "features_reverse_payload_bytes",
        "features_forward_ip_bytes", "features_reverse_ip_bytes",
    ]

    /// Members whose texts are of closed sets.
    private static let closed: Set = [
        "schema", "flow_state", "flow_reason", "tunnel_type", "app_proto", "app_confidence",
        "app_tls_version", "app_http_method", "tcp_tcp_flags_ts", "tcp_tcp_flags_tc",
        "tcp_initial_flags_ts", "tcp_initial_flags_tc", "app_label",
    ]

    /// What a member is called whose name ShadowMeter has for something else: its `vlan` is the
    /// outermost.
    private static let renamed = ["vlan": "vlans"]

    /// Every other column of the flows' rows.
    private static let others: [QuestDBColumn] = {
        let standard = Set((identity + flowMeter + labels + places).flatMap(\.members))
        let table = RowTable.all.first { $0.topic == .flows }
        return (table?.columns ?? []).filter {
            !standard.contains($0.name) && !repeated.contains($0.name)
        }.map { column in
            var own = QuestDBColumn(column, closed: closed)
            own.name = renamed[column.name] ?? own.name
            return own
        }
    }()
}
