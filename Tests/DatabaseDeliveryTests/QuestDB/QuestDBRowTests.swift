import RowEncoding
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import DatabaseDelivery

/// Records as lines, byte for byte, and what can't be one.
struct QuestDBRowTests {
    /// A flow's record with a few of its members, each to be replaced or left out.
    static func flow(_ changes: [String: String?] = [:], more: String = "") -> BusRecord {
        var members = [
            ("timestamp", "\"2024-05-01T12:00:02.500000Z\""), ("event_type", "\"flow\""),
            ("uid", "\"01234567-89ab-cdef-0000-000000000001\""), ("sensor", "\"edge 1\""),
            ("src_ip", "\"2001:db8::1\""), ("src_port", "50000"), ("dest_ip", "\"192.0.2.7\""),
            ("dest_port", "443"), ("proto", "\"TCP\""), ("community_id", "\"1:ab=\""),
            ("flow_start", "\"2024-05-01T12:00:00.000001Z\""),
            ("flow_end", "\"2024-05-01T12:00:02.500000Z\""), ("flow_segment", "0"),
            ("flow_reason", "\"end of flow\""), ("tcp_tcp_flags_ts", "\"1b\""),
            ("app_label", "\"TLS.Github\""), ("app_server_name", "\"a \\\"b\\\"\""),
            ("app_risks", "[\"x\"]"), ("vlan", "[10,20]"),
            ("features_forward_payload_bytes", "517"), ("features_duration_us", "2499999.5"),
            ("features_forward_payload_entropy_bits", "4"),
        ]
        for (name, value) in changes {
            guard let place = members.firstIndex(where: { $0.0 == name }) else { continue }
            if let value { members[place].1 = value } else { members.remove(at: place) }
        }
        let text = members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
        return SampleRecords.record(.flows, "{\(text)\(more)}")
    }

    static func line(
        _ record: BusRecord, _ topic: TopicName = .flows, latest: Int64 = .max,
        columns: FlowColumnSet = .standard
    ) throws(RowError) -> String {
        let dialect = QuestDBDialect(QuestDBConfiguration(columns: columns))
        dialect.latestEventTimeNanoseconds = latest
        var lines = Array("before\n".utf8)
        do throws(RowError) {
            try dialect.append(record, topic: topic, to: &lines)
        } catch {
            #expect(lines == Array("before\n".utf8), "a refused record left something")
            throw error
        }
        return String(decoding: lines.dropFirst(7), as: UTF8.self)
    }

    @Test func `a flow is a line of ShadowMeter's columns and weir's, its tags first`() throws {
        #expect(
            try Self.line(Self.flow()) == """
                flow,sid=edge\\ 1,sutcp=APSF,spd=00,reason=closed,applabel=tls.github,\
                proto_name=TCP stime=1714564800000001t,ltime=1714564802500000t,proto=6i,\
                saddr="2001:db8::1",sport=50000i,daddr="192.0.2.7",dport=443i,vlan=10i,\
                sdata=517i,ddata=0i,sbytes=0i,dbytes=0i,sentropy=128i,dentropy=0i,siat=0i,diat=0i,\
                uid="01234567-89ab-cdef-0000-000000000001",community_id="1:ab=",flow_segment=0i,\
                features_duration_us=2499999.5,app_risks="[\\"x\\"]",\
                app_server_name="a \\"b\\"" 1714564802500000000

                """)
    }

    @Test func `all columns add every other member, and none twice`() throws {
        let all = QuestDBTable.flow(.all).columns
        #expect(Set(all.map(\.name)).count == all.count)
        let members = Set(all.flatMap(\.members))
        let rows = try #require(RowTable.all.first { $0.topic == .flows })
        for column in rows.columns where !["timestamp", "event_type"].contains(column.name) {
            #expect(members.contains(column.name), "\(column.name) is nowhere")
        }
        let line = try Self.line(Self.flow(more: ",\"ip_v\":4"), columns: .all)
        #expect(line.contains(",ip_v=4i"))
        #expect(line.contains(",tcp_tcp_flags_ts=1b,"))
        #expect(line.contains(",vlan=10i,") && line.contains(",vlans=\"[10,20]\","))
    }

    @Test func `ShadowMeter's table has its 25 columns under its names`() {
        let names = QuestDBTable.flow(.standard).columns.map(\.name) + ["timestamp"]
        let readme = """
            sid stime ltime proto saddr sport daddr dport sutcp dutcp sitcp ditcp spd vlan sdata \
            ddata sbytes dbytes sentropy dentropy siat diat reason applabel timestamp
            """
        for name in readme.split(separator: " ") { #expect(names.contains(String(name))) }
        #expect(readme.split(separator: " ").count == 25)
    }

    @Test func `an alert stands at the time when it was first seen, whatever its revision`() throws
    {
        func alert(_ revision: Int, _ time: String) -> BusRecord {
            SampleRecords.record(
                .alerts,
                """
                {"timestamp":"2024-05-01T12:\(time):00.000000Z","event_type":"alert",\
                "uid":"01234567-89ab-cdef-0000-000000000002","revision":\(revision),\
                "status":"open","first_seen":"2024-05-01T11:59:59.000000Z","sensor":"s",\
                "alert":{"severity":1},"anomaly":{"value":1e-15,"contributions":[{"feature":"a"}],\
                "reason":"é\\n"}}
                """)
        }
        #expect(
            try Self.line(alert(1, "00"), .alerts) == """
                alert,status=open,sensor=s updated=1714564800000000t,\
                uid="01234567-89ab-cdef-0000-000000000002",revision=1i,alert_severity=1i,\
                anomaly_value=1e-15,anomaly_contributions="[{\\"feature\\":\\"a\\"}]",\
                anomaly_reason="é\\\n" 1714564799000000000

                """)
        let later = try Self.line(alert(2, "05"), .alerts)
        #expect(later.hasSuffix(" 1714564799000000000\n"))
        #expect(later.contains("updated=1714565100000000t") && later.contains("revision=2i"))
    }

    @Test func `a statistic is a line with its key in tags`() throws {
        let record = SampleRecords.record(
            .statistics,
            """
            {"timestamp":"2024-05-01T12:00:00.000000Z","sensor":"s","session":"x",\
            "entity":"sensor","statistic":"syn_ratio","window_seconds":1,"value":0.5,\
            "partial_window":true,"state":"normal","counters":{"syn_packets":3}}
            """)
        #expect(
            try Self.line(record, .statistics) == """
                statistic,sensor=s,session=x,entity=sensor,statistic=syn_ratio,state=normal \
                window_seconds=1,partial_window=t,value=0.5,counters_syn_packets=3i \
                1714564800000000000

                """)
    }

    @Test func `a round of ports is a line with its lists as texts`() throws {
        #expect(
            try Self.line(SampleRecords.portRound(3), .ports) == """
                ports,sensor=s,session=x,schema=1.0 round=3i,round_seconds=60,\
                partial_round=f,looks=12i,tcp_listening_count=2i,tcp_connected_count=0i,\
                udp_bound_count=1i,unlisted_count=0i,tcp_listening="[22,443]",\
                tcp_connected="[]",udp_bound="[53]" 1714564800000000000

                """)
    }

    @Test func `members that aren't there, and tags without text, are left out`() throws {
        let line = try Self.line(
            Self.flow(["app_server_name": "\"\"", "proto": "null", "app_label": nil]))
        #expect(line.contains(",app_server_name=\"\""), "an empty text isn't NULL")
        #expect(!line.contains("proto_name") && !line.contains("proto="))
        #expect(!line.contains("applabel"))
    }

    @Test func `a row is written whole however long its texts are, and so is the next one`() throws
    {
        let dialect = QuestDBDialect()
        var expected = ""
        var lines: [UInt8] = []
        // Around what there is room for at first, and far more, escapes included.
        for length in [1, 3300, 3400, 3500, 3600, 4096, 20_000, 65_536, 10] {
            let name = String(repeating: "n", count: length - 1)
            let record = Self.flow(["app_server_name": "\"\(name)\\\\\""])
            try dialect.append(record, topic: .flows, to: &lines)
            let short = try Self.line(Self.flow(["app_server_name": "\"?\""]))
            expected += short.replacing("\"?\"", with: "\"\(name)\\\\\"")
        }
        #expect(String(decoding: lines, as: UTF8.self) == expected)
    }

    @Test func `numbers come as they are in the record`() throws {
        let line = try Self.line(
            Self.flow([
                "src_port": "\(Int64.max)", "features_duration_us": "1.7976931348623157e308",
                "flow_segment": "-0",
            ]))
        #expect(line.contains(",sport=\(Int64.max)i,"))
        #expect(line.contains(",features_duration_us=1.7976931348623157e+308,"))
        #expect(line.contains(",flow_segment=-0i,"))
    }

    @Test(arguments: [
        ("uid", "\"01234567-89ab-cdef-0000-00000000000g\"", "uid isn't a UUID"),
        ("uid", "\"\"", "uid isn't a UUID"), ("uid", "null", "no uid"), ("uid", "7", "a UUID"),
        ("flow_segment", "9223372036854775808", "flow_segment isn't a whole number"),
        ("flow_segment", "-9223372036854775808", "flow_segment isn't a whole number"),
        ("flow_segment", "1.5", "flow_segment isn't a whole number"),
        ("flow_segment", "\"1\"", "flow_segment isn't a whole number"),
        ("features_duration_us", "1e309", "features_duration_us isn't a number"),
        ("features_duration_us", "true", "features_duration_us isn't a number"),
        ("flow_start", "\"1969-12-31T23:59:59.999999Z\"", "stime isn't a time from 1970 on"),
        ("flow_start", "\"yesterday\"", "stime isn't a time"),
        ("timestamp", "\"1969-12-31T23:59:59.999999Z\"", "timestamp isn't a time from 1970 on"),
        ("timestamp", "\"2262-04-12T00:00:00.000000Z\"", "timestamp isn't a time"),
        ("timestamp", "\"2024-05-01T12:00:03.000000Z\"", "timestamp lies in the future"),
        ("timestamp", "5", "timestamp isn't a time"), ("timestamp", "null", "no timestamp"),
        ("sensor", "\"a\\u0000b\"", "sid has a null character"),
        (
            "app_server_name", "\"\(String(repeating: "x", count: 65_537))\"",
            "more than 65536 bytes"
        ),
    ])
    func `what can't be a row is refused and leaves nothing`(
        member: String, value: String, reason: String
    ) throws {
        let error = #expect(throws: RowError.self) {
            try Self.line(Self.flow([member: value]), latest: 1_714_564_802_500_000_000)
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test func `a statistic whose key is empty is refused`() {
        let record = SampleRecords.record(
            .statistics,
            """
            {"timestamp":"2024-05-01T12:00:00Z","sensor":"","session":"x","entity":"e",\
            "statistic":"s","value":1}
            """)
        #expect(throws: RowError.self) { try Self.line(record, .statistics) }
    }
}
