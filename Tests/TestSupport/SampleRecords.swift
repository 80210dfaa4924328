public import StreamProcessing
public import TopicEncoding

/// Records as the meter and the detector write them, few members long.
public enum SampleRecords {
    /// A flow by its number.
    public static func flow(_ number: Int, partition: Int32 = 0, offset: Int64? = nil) -> BusRecord
    {
        let value = """
            {"timestamp":"2024-05-01T12:00:00.000001Z","event_type":"flow","uid":"uid-\(number)",\
            "sensor":"a, \\"b\\"","src_ip":"10.0.0.1","src_port":1234,"vlan":[10],\
            "flow":{"pkts_toserver":\(number),"age":1.5},\
            "features":{"iat_mean_us":0.125}}
            """
        return record(.flows, value, partition: partition, offset: offset ?? Int64(number))
    }

    /// An alert, or a revision of it.
    public static func alert(_ number: Int, revision: Int = 1) -> BusRecord {
        let value = """
            {"timestamp":"2024-05-01T12:00:00.000001Z","event_type":"alert",\
            "uid":"alert-\(number)","revision":\(revision),\
            "anomaly":{"contributions":[{"feature":"syn_packets"}],\
            "reason":"the \\u0041BC \\ud83d\\ude00\\n"}}
            """
        return record(.alerts, value, offset: Int64(number))
    }

    /// A statistic of a window.
    public static func statistic(_ number: Int) -> BusRecord {
        let value = """
            {"timestamp":"t\(number)","sensor":"s","session":"x","entity":"sensor",\
            "statistic":"syn_ratio","value":0.5,"partial_window":true,"counters":{"syn_packets":3}}
            """
        return record(.statistics, value, offset: Int64(number))
    }

    /// A round of occupied ports.
    public static func portRound(
        _ number: Int, sensor: String = "s", time: String = "2024-05-01T12:00:00.000000Z"
    ) -> BusRecord {
        let value = """
            {"timestamp":"\(time)","event_type":"ports","sensor":"\(sensor)","session":"x",\
            "round":\(number),"round_seconds":60,"partial_round":false,"looks":12,\
            "tcp_listening_count":2,"tcp_connected_count":0,"udp_bound_count":1,\
            "unlisted_count":0,"tcp_listening":[22,443],"tcp_connected":[],"udp_bound":[53],\
            "schema":"1.0"}
            """
        return record(.ports, value, offset: Int64(number))
    }

    /// A record of a topic with any value.
    public static func record(
        _ topic: TopicName, _ value: String, partition: Int32 = 0, offset: Int64 = 0
    ) -> BusRecord {
        BusRecord(
            topicPartition: TopicPartition(topic: topic.name(prefix: "weir"), partition: partition),
            offset: offset, appendTimeMilliseconds: 0, key: nil, value: Array(value.utf8),
            headers: [])
    }
}
