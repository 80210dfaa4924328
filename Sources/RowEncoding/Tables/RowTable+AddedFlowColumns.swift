extension RowTable {
    /// The columns of flows that came with version 1.1 of the record, in the order of its members.
    static let addedFlowColumns =
        columns(.text, "", ["src_mac", "dest_mac", "tunnel_type"])
        + columns(.integer, "", ["tunnel_id"]) + columns(.text, "", ["app_proto"])
        + columns(.text, "tcp_", ["state", "history"]) + columns(.real, "tcp_", ["rtt_us"])
        + columns(.integer, "tcp_", ["retransmitted", "out_of_order"]) + application
        + bursts("features_active_") + bursts("features_idle_")
        + direction("features_forward_") + direction("features_reverse_")

    private static func columns(
        _ content: RowColumn.Content, _ prefix: String, _ names: [String]
    ) -> [RowColumn] {
        names.map { RowColumn(prefix + $0, content) }
    }

    private static let application =
        columns(.text, "app_", ["label", "category", "confidence"])
        + columns(.json, "app_", ["risks"]) + columns(.text, "app_", ["server_name"])
        + columns(.json, "app_dns_", ["queries", "answers"])
        + columns(.integer, "app_dns_", ["query_type", "response_code"])
        + columns(.text, "app_tls_", ["version", "server_name", "alpn", "ja3", "ja3s", "ja4"])
        + columns(.text, "app_http_", ["method", "target", "host", "user_agent"])
        + columns(.integer, "app_http_", ["status"])
        + columns(.text, "app_http_", ["content_type"])
        + columns(.integer, "app_mqtt_", ["version"])
        + columns(.text, "app_mqtt_", ["client_id"])
        + columns(.integer, "app_mqtt_", ["connect_code"])
        + columns(.json, "app_mqtt_", ["packets", "topics"])
        + columns(.integer, "app_mqtt_", ["malformed"])
        + columns(.integer, "app_modbus_", ["requests", "responses", "exceptions"])
        + columns(.json, "app_modbus_", ["functions", "units"])
        + columns(.integer, "app_dnp3_", ["frames"])
        + columns(.json, "app_dnp3_", ["functions"])
        + columns(.integer, "app_dnp3_", ["source", "destination"])

    private static func bursts(_ prefix: String) -> [RowColumn] {
        columns(.integer, prefix, ["count"])
            + columns(.real, prefix, ["mean_us", "std_us", "min_us", "max_us"])
    }

    private static func direction(_ prefix: String) -> [RowColumn] {
        columns(
            .integer, prefix,
            ["small_packets", "large_packets", "first_payload_bytes", "max_payload_bytes"])
            + columns(
                .real, prefix,
                ["payload_std_bytes", "early_payload_std_bytes", "payload_entropy_bits"])
            + columns(
                .integer, prefix,
                [
                    "header_bytes", "min_segment_bytes", "initial_window_bytes", "ttl_min",
                    "ttl_max", "dscp", "retransmitted_packets", "out_of_order_packets",
                ])
    }
}
