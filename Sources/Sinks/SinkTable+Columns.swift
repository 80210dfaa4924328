import TopicEncoding

extension SinkTable {
    private static func integers(_ names: String...) -> [SinkColumn] {
        names.map { SinkColumn($0, .integer) }
    }

    private static func reals(_ names: String...) -> [SinkColumn] {
        names.map { SinkColumn($0, .real) }
    }

    private static func texts(_ names: String...) -> [SinkColumn] {
        names.map { SinkColumn($0, .text) }
    }

    /// The columns of flows.
    static let flows = SinkTable(
        topic: .flows, name: "flows",
        columns: texts("timestamp", "event_type", "uid", "sensor", "session", "src_ip")
            + integers("src_port") + texts("dest_ip") + integers("dest_port") + texts("proto")
            + integers("ip_v") + [SinkColumn("vlan", .json)] + texts("community_id")
            + integers("flow_id") + texts("schema") + flow + tcp + features,
        key: ["uid"])

    private static let flow =
        integers(
            "flow_pkts_toserver", "flow_pkts_toclient", "flow_bytes_toserver",
            "flow_bytes_toclient")
        + texts("flow_start", "flow_end") + reals("flow_age")
        + texts("flow_state", "flow_reason") + integers("flow_segment")

    private static let tcp = texts(
        "tcp_tcp_flags_ts", "tcp_tcp_flags_tc", "tcp_initial_flags_ts", "tcp_initial_flags_tc")

    private static let features =
        reals("features_duration_us")
        + both { ["\($0)packets", "\($0)frame_bytes", "\($0)ip_bytes", "\($0)payload_bytes"] }
        .map { SinkColumn($0, .integer) }
        + (["features_all_"] + both { [$0] }).flatMap { spread($0) }
        + integers("features_first_directions")
        + both { direction in
            flags.map { "\(direction)\($0)_packets" } + ["\(direction)nonempty_packets"]
        }.map { SinkColumn($0, .integer) } + reals("features_response_delay_us")

    private static let flags = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"]

    /// Names of both directions.
    private static func both(_ names: (String) -> [String]) -> [String] {
        ["features_forward_", "features_reverse_"].flatMap { names($0) }
    }

    /// The columns of sizes, gaps and rates.
    private static func spread(_ prefix: String) -> [SinkColumn] {
        integers(
            "\(prefix)size_total_bytes", "\(prefix)size_min_bytes", "\(prefix)size_max_bytes")
            + reals(
                "\(prefix)size_mean_bytes", "\(prefix)size_std_bytes", "\(prefix)iat_total_us",
                "\(prefix)iat_min_us", "\(prefix)iat_max_us", "\(prefix)iat_mean_us",
                "\(prefix)iat_std_us", "\(prefix)packets_per_second",
                "\(prefix)bytes_per_second")
    }

    /// The columns of statistics.
    static let statistics = SinkTable(
        topic: .statistics, name: "statistics",
        columns: texts(
            "timestamp", "event_type", "sensor", "session", "entity", "statistic")
            + reals(
                "window_seconds", "value", "threshold_up", "threshold_down", "probability")
            + texts("state")
            + integers(
                "is_partial", "counters_packets", "counters_ip_packets", "counters_ip_bytes",
                "counters_syn_packets", "counters_ack_packets", "counters_icmp_packets",
                "counters_arp_packets", "counters_destination_addresses",
                "counters_source_addresses", "counters_tcp_destination_ports",
                "counters_tcp_source_ports") + texts("schema"),
        key: ["sensor", "session", "entity", "statistic", "timestamp"])

    /// The columns of alerts.
    static let alerts = SinkTable(
        topic: .alerts, name: "alerts",
        columns: texts("timestamp", "event_type", "uid") + integers("revision")
            + texts("dedup_key", "status", "sensor", "session", "first_seen", "last_seen")
            + integers("count") + texts("alert_signature") + integers("alert_signature_id")
            + texts("alert_category") + integers("alert_severity")
            + texts(
                "alert_metadata_technique", "alert_metadata_tactic", "anomaly_detector",
                "anomaly_entity")
            + reals(
                "anomaly_score", "anomaly_probability", "anomaly_value", "anomaly_expected",
                "anomaly_threshold", "anomaly_window_seconds")
            + [SinkColumn("anomaly_contributions", .json)] + texts("anomaly_reason")
            + [
                SinkColumn("evidence_flows", .json), SinkColumn("evidence_top_talkers", .json),
            ] + texts("evidence_start", "evidence_end", "evidence_filter", "schema"),
        key: ["uid", "revision"])
}
