import DatabaseDelivery
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// What records become, byte for byte; the hashes were computed by another program.
struct InfluxDBLineTests {
    private func line(_ record: BusRecord, _ topic: TopicName = .flows) throws -> String {
        try InfluxDBSamples.line(record, topic)
    }

    @Test func `a flow's closed sets are tags in the order of their names, the rest are fields`()
        throws
    {
        let record = InfluxDBSamples.flow(
            "0b6f",
            """
            "sensor":"edge 1","session":"00ff","src_ip":"2001:db8::1","src_port":443,\
            "proto":"IPv6-ICMP","vlan":[10, 20],"app":{"label":"TLS.Github","tls":{"ja3":"x"}},\
            "flow":{"pkts_toserver":18446744,"reason":"idle timeout","state":"closed"},\
            "features":{"duration_us":12,"iat_mean_us":0.125,"first_directions":-1}
            """)
        #expect(
            try line(record) == """
                flow,app_label=TLS.Github,b=6,flow_reason=idle\\ timeout,flow_state=closed,\
                proto=IPv6-ICMP,sensor=edge\\ 1 \
                timestamp="2024-05-01T12:00:00.000001Z",uid="0b6f",session="00ff",\
                src_ip="2001:db8::1",src_port=443i,vlan="[10, 20]",\
                flow_pkts_toserver=18446744i,features_duration_us=12,\
                features_iat_mean_us=0.125,features_first_directions=-1i,app_tls_ja3="x" \
                1714564800000001121
                """)
    }

    @Test func `a statistic has a tag of its name, and truth values are numbers`() throws {
        let record = SampleRecords.record(
            .statistics,
            """
            {"timestamp":"2024-05-01T12:00:05.000000Z","event_type":"stats","sensor":"s",\
            "session":"x","entity":"sensor","statistic":"syn_ratio","window_seconds":5,\
            "partial_window":true,"value":0.5,"threshold_up":null,"state":"warm-up",\
            "counters":{"syn_packets":3}}
            """)
        #expect(
            try line(record, .statistics) == """
                statistic,b=5,sensor=s,statistic=syn_ratio \
                timestamp="2024-05-01T12:00:05.000000Z",session="x",entity="sensor",\
                window_seconds=5,partial_window=1i,value=0.5,state="warm-up",\
                counters_syn_packets=3i 1714564805000730067
                """)
    }

    @Test func `a round of ports has its sensor as a tag and its lists as texts`() throws {
        let text = try line(SampleRecords.portRound(3), .ports)
        #expect(
            text == """
                ports,b=2,sensor=s timestamp="2024-05-01T12:00:00.000000Z",session="x",\
                round=3i,round_seconds=60,partial_round=0i,looks=12i,tcp_listening_count=2i,\
                tcp_connected_count=0i,udp_bound_count=1i,unlisted_count=0i,\
                tcp_listening="[22,443]",tcp_connected="[]",udp_bound="[53]",schema="1.0" \
                1714564800000657040
                """)
    }

    @Test func `an alert lies where it was first seen and says which numbers it lacks`() throws {
        let record = SampleRecords.record(
            .alerts,
            """
            {"timestamp":"2024-05-01T12:01:00.000000Z","event_type":"alert","uid":"a1",\
            "revision":2,"status":"updated","first_seen":"2024-05-01T12:00:00.000000Z",\
            "count":3,"sensor":"s","alert":{"signature":"SYN flood","signature_id":9,\
            "severity":2},"anomaly":{"detector":"tail","score":1,"reason":"a \\"b\\"\\n"}}
            """)
        let line = try line(record, .alerts)
        #expect(
            line.hasPrefix(
                """
                alert,alert_signature=SYN\\ flood,anomaly_detector=tail,b=5,sensor=s \
                timestamp="2024-05-01T12:01:00.000000Z",uid="a1",revision=2i,dedup_key="",\
                status="updated",first_seen="2024-05-01T12:00:00.000000Z",last_seen="",count=3i
                """), "\(line)")
        #expect(line.contains(",alert_severity=2i,"))
        #expect(line.contains(",anomaly_contributions=\"\",anomaly_reason=\"a \\\"b\\\" \","))
        #expect(
            line.hasSuffix(
                """
                ,absent_numbers="anomaly_probability anomaly_value anomaly_expected \
                anomaly_threshold anomaly_window_seconds" 1714564800000694024
                """), "\(line)")
    }

    @Test func `the revisions of an alert have one series and time, and the same fields`() throws {
        func alert(_ revision: Int, _ severity: Int, _ numbers: String) throws -> String {
            try line(
                SampleRecords.record(
                    .alerts,
                    """
                    {"timestamp":"2024-05-01T12:0\(revision):00.000000Z","uid":"a1",\
                    "revision":\(revision),"first_seen":"2024-05-01T12:00:00.000000Z",\
                    "sensor":"s","alert":{"signature":"x","severity":\(severity)},\
                    "anomaly":{"detector":"tail"\(numbers)}}
                    """), .alerts)
        }
        let first = try alert(1, 3, ",\"value\":1.5,\"reason\":\"r\"")
        let second = try alert(2, 1, "")
        #expect(first.prefix { $0 != " " } == second.prefix { $0 != " " })
        #expect(first.split(separator: " ").last == second.split(separator: " ").last)
        #expect(!first.contains("anomaly_value anomaly"))
        #expect(second.contains("anomaly_value anomaly"))
        #expect(first.contains("anomaly_reason=\"r\"") && second.contains("anomaly_reason=\"\""))
    }

    @Test
    func `what the line protocol can't say in a tag is replaced, and empty tags are left out`()
        throws
    {
        let record = InfluxDBSamples.flow(
            "u",
            """
            "sensor":"a,b=c d\\\\","proto":"\\n\\r\\u00e9","app_label":"","flow_state":null,\
            "src_ip":"","dest_ip":"back\\\\slash \\"q\\" \\r\\n"
            """)
        let line = try line(record)
        #expect(line.hasPrefix("flow,b="), "\(line)")
        #expect(line.contains(",proto=__é,sensor=a\\,b\\=c\\ d_ timestamp="), "\(line)")
        #expect(line.contains(",src_ip=\"\",dest_ip=\"back\\\\slash \\\"q\\\"   \" "), "\(line)")
        #expect(!line.contains("app_label") && !line.contains("flow_state"))
    }

    @Test func `a column has one type, whatever the record says`() throws {
        let whole = try line(InfluxDBSamples.flow("u", "\"features_duration_us\":12"))
        let real = try line(InfluxDBSamples.flow("u", "\"features_duration_us\":12.5"))
        #expect(whole.contains(",features_duration_us=12 "))
        #expect(real.contains(",features_duration_us=12.5 "))
        let text = try line(InfluxDBSamples.flow("u", "\"src_ip\":1,\"dest_ip\":{\"a\":[true]}"))
        #expect(text.contains(",src_ip=\"1\",dest_ip=\"{\\\"a\\\":[true]}\" "), "\(text)")
    }
}
