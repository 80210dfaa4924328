import TopicEncoding

extension RowTable {
    private static func integers(_ names: String...) -> [RowColumn] {
        names.map { RowColumn($0, .integer) }
    }

    private static func reals(_ names: String...) -> [RowColumn] {
        names.map { RowColumn($0, .real) }
    }

    private static func texts(_ names: String...) -> [RowColumn] {
        names.map { RowColumn($0, .text) }
    }

    /// The columns of flows, in the order of the record's members; those that came with version 1.1
    /// of the record are last.
    static let flows = RowTable(
        topic: .flows, name: "flows",
        columns: texts("timestamp", "event_type", "uid", "sensor", "session", "src_ip")
            + integers("src_port") + texts("dest_ip") + integers("dest_port") + texts("proto")
            + integers("icmp_type", "icmp_code", "ip_v") + [RowColumn("vlan", .json)]
            + texts("community_id") + integers("flow_id") + texts("schema") + flow + tcp
            + features + addedFlowColumns + geoColumns,
        key: ["uid"])

    private static let flow =
        integers(
            "flow_pkts_toserver", "flow_pkts_toclient", "flow_bytes_toserver",
            "flow_bytes_toclient")
        + texts("flow_start", "flow_end") + integers("flow_age")
        + texts("flow_state", "flow_reason") + integers("flow_segment")

    private static let tcp = texts(
        "tcp_tcp_flags_ts", "tcp_tcp_flags_tc", "tcp_initial_flags_ts", "tcp_initial_flags_tc")

    private static let features =
        reals("features_duration_us") + spread("features_")
        + integers("features_first_directions") + reals("features_response_delay_us")
        + direction("features_forward_") + direction("features_reverse_")

    /// The columns of one direction.
    private static func direction(_ prefix: String) -> [RowColumn] {
        let flags = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"]
        return integers(
            "\(prefix)packets", "\(prefix)frame_bytes", "\(prefix)ip_bytes",
            "\(prefix)payload_bytes") + spread(prefix)
            + flags.map { RowColumn("\(prefix)\($0)_packets", .integer) }
            + integers("\(prefix)nonempty_packets")
    }

    /// The columns of sizes, gaps and rates, of the whole flow or of one direction.
    private static func spread(_ prefix: String) -> [RowColumn] {
        integers(
            "\(prefix)size_total_bytes", "\(prefix)size_min_bytes", "\(prefix)size_max_bytes")
            + reals(
                "\(prefix)size_mean_bytes", "\(prefix)size_std_bytes", "\(prefix)iat_total_us",
                "\(prefix)iat_min_us", "\(prefix)iat_max_us", "\(prefix)iat_mean_us",
                "\(prefix)iat_std_us", "\(prefix)packets_per_second",
                "\(prefix)bytes_per_second")
    }

    /// The columns of statistics, in the order of the record's members.
    static let statistics = RowTable(
        topic: .statistics, name: "statistics",
        columns: texts(
            "timestamp", "event_type", "sensor", "session", "entity", "statistic")
            + reals("window_seconds") + integers("partial_window")
            + reals("value", "threshold_up", "threshold_down", "probability") + texts("state")
            + integers(
                "counters_packets", "counters_ip_packets", "counters_ip_bytes",
                "counters_syn_packets", "counters_ack_packets", "counters_icmp_packets",
                "counters_arp_packets", "counters_destination_addresses",
                "counters_source_addresses", "counters_tcp_destination_ports",
                "counters_tcp_source_ports") + texts("schema"),
        key: ["sensor", "session", "entity", "statistic", "timestamp"])

    /// The columns of alerts, in the order of the record's members.
    static let alerts = RowTable(
        topic: .alerts, name: "alerts",
        columns: texts("timestamp", "event_type", "uid") + integers("revision")
            + texts("dedup_key", "status", "first_seen", "last_seen") + integers("count")
            + texts("sensor", "session", "schema", "alert_signature")
            + integers("alert_signature_id") + texts("alert_category")
            + integers("alert_severity")
            + [
                RowColumn("alert_metadata_technique", .json),
                RowColumn("alert_metadata_tactic", .json),
            ] + texts("anomaly_detector", "anomaly_entity")
            + reals(
                "anomaly_score", "anomaly_probability", "anomaly_value", "anomaly_expected",
                "anomaly_threshold", "anomaly_window_seconds")
            + [RowColumn("anomaly_contributions", .json)] + texts("anomaly_reason")
            + [
                RowColumn("evidence_flows", .json), RowColumn("evidence_top_talkers", .json),
            ]
            + texts(
                "evidence_packets_sensor", "evidence_packets_start", "evidence_packets_end",
                "evidence_packets_filter"),
        key: ["uid", "revision"])

    /// The columns of rounds of occupied ports, in the order of the record's members.
    static let ports = RowTable(
        topic: .ports, name: "ports",
        columns: texts("timestamp", "event_type", "sensor", "session") + integers("round")
            + reals("round_seconds")
            + integers(
                "partial_round", "looks", "tcp_listening_count", "tcp_connected_count",
                "udp_bound_count", "unlisted_count")
            + ["tcp_listening", "tcp_connected", "udp_bound"].map { RowColumn($0, .json) }
            + texts("schema"),
        key: ["sensor", "session", "round"])
}
