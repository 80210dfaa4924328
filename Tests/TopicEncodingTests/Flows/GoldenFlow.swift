import NetworkModel
import TestSupport

/// Flows with their JSON, worked out by hand.
enum GoldenFlow {
    static let session = SensorSession(
        sensor: "edge-1", session: SessionIdentifier(rawValue: 0xab))

    /// Three packets there, 60 B at 0 µs, 100 B at 2 µs, 80 B at 6 µs; one back, 90 B at 1.5 µs.
    static let tcp: FlowRecord = {
        var forward = DirectionStatistics()
        forward.packets = 3
        forward.frameBytes = 240
        forward.ipBytes = 198
        forward.payloadBytes = 78
        forward.minimumFrameBytes = 60
        forward.maximumFrameBytes = 100
        forward.squaredFrameBytes = 3600 + 10_000 + 6400
        forward.gaps.add(nanoseconds: 2000)
        forward.gaps.add(nanoseconds: 4000)
        forward.initialFlags = .syn
        forward.unionFlags = [.fin, .syn, .psh, .ack]
        forward.flagPackets = [1, 1, 0, 1, 2, 0, 0, 0]
        forward.nonemptyPackets = 2
        forward.smallPackets = 2
        forward.firstPayloadBytes = 48
        forward.maximumPayloadBytes = 48
        forward.squaredPayloadBytes = 2304 + 900
        forward.earlyPayloadDeviationBytes = 9
        forward.headerBytes = 64
        forward.minimumHeaderBytes = 20
        forward.initialWindowBytes = 64_240
        forward.minimumTimeToLive = 63
        forward.maximumTimeToLive = 64
        forward.differentiatedServices = 46
        forward.payloadEntropyBits = 4.123_456_7
        var reverse = DirectionStatistics()
        reverse.packets = 1
        reverse.frameBytes = 90
        reverse.ipBytes = 76
        reverse.minimumFrameBytes = 90
        reverse.maximumFrameBytes = 90
        reverse.squaredFrameBytes = 8100
        reverse.initialFlags = [.syn, .ack]
        reverse.unionFlags = [.syn, .ack]
        reverse.flagPackets = [0, 1, 0, 0, 1, 0, 0, 0]
        reverse.headerBytes = 24
        reverse.minimumHeaderBytes = 24
        reverse.minimumTimeToLive = 128
        reverse.maximumTimeToLive = 128
        var gaps = GapStatistics()
        for gap in [1500, 500, 4000] { gaps.add(nanoseconds: Int64(gap)) }
        let start = Timestamp(nanoseconds: 1_600_000_000_000_000_500)
        var flow = FlowRecord(
            uid: FlowIdentifier(high: 0x0011_2233_4455_6677, low: 0x8899_aabb_ccdd_eeff),
            sensorSession: session,
            tuple: FiveTuple(
                source: .literal("1.2.3.4"), destination: .literal("5.6.7.8"), sourcePort: 1122,
                destinationPort: 3344, transport: .tcp),
            vlan: 10, segment: 0, start: start, end: start.advanced(byNanoseconds: 6000),
            reason: .endOfFlow, state: .closed, forward: forward, reverse: reverse, gaps: gaps,
            firstDirections: 2, responseDelayNanoseconds: 1500)
        flow.innerVLAN = 20
        flow.sourceMAC = MACAddress(rawValue: 0x0200_0a0b_0c0d)
        flow.destinationMAC = MACAddress(rawValue: 0xfeff_ffff_ff01)
        flow.tunnel = Tunnel(kind: .vxlan, identifier: 4711)
        for burst: Int64 in [1000, 3000] { flow.active.add(nanoseconds: burst) }
        flow.idle.add(nanoseconds: 5_000_000_001)
        flow.tcp = TCPSummary(
            state: "SF", history: "ShADad", handshakeRTTNanoseconds: 1_500_250,
            forwardRetransmittedPackets: 1, reverseRetransmittedPackets: 2,
            forwardOutOfOrderPackets: 3, reverseOutOfOrderPackets: 4)
        flow.application = application
        return flow
    }()

    static let tcpJSON = [
        #"{"timestamp":"2020-09-13T12:26:40.000006500Z","event_type":"flow","#,
        #""uid":"00112233-4455-6677-8899-aabbccddeeff","sensor":"edge-1","#,
        #""session":"00000000000000ab","src_ip":"1.2.3.4","src_port":1122,"#,
        #""dest_ip":"5.6.7.8","dest_port":3344,"proto":"TCP","ip_v":4,"vlan":[10,20],"#,
        #""src_mac":"02:00:0a:0b:0c:0d","dest_mac":"fe:ff:ff:ff:ff:01","#,
        #""tunnel":{"type":"vxlan","id":4711},"#,
        #""community_id":"1:wCb3OG7yAFWelaUydu0D+125CLM=","flow_id":7224597990469375,"#,
        #""app_proto":"tls","#,
        #""schema":"1.1","flow":{"pkts_toserver":3,"pkts_toclient":1,"bytes_toserver":240,"#,
        #""bytes_toclient":90,"start":"2020-09-13T12:26:40.000000500Z","#,
        #""end":"2020-09-13T12:26:40.000006500Z","age":0,"state":"closed","#,
        #""reason":"end of flow","segment":0},"tcp":{"tcp_flags_ts":"1b","tcp_flags_tc":"12","#,
        #""initial_flags_ts":"02","initial_flags_tc":"12","state":"SF","history":"ShADad","#,
        #""rtt_us":1500.25,"retransmitted":3,"out_of_order":7},"#, applicationJSON,
        #""features":{"duration_us":6,"#,
        #""size_total_bytes":330,"size_min_bytes":60,"size_max_bytes":100,"#,
        #""size_mean_bytes":82.5,"size_std_bytes":14.79,"iat_total_us":6,"iat_min_us":0.5,"#,
        #""iat_max_us":4,"iat_mean_us":2,"iat_std_us":1.472,"packets_per_second":666666.666667,"#,
        #""bytes_per_second":55000000,"first_directions":2,"response_delay_us":1.5,"#,
        #""active_count":2,"active_mean_us":2,"active_std_us":1,"active_min_us":1,"#,
        #""active_max_us":3,"idle_count":1,"idle_mean_us":5000000.001,"idle_std_us":0,"#,
        #""idle_min_us":5000000.001,"idle_max_us":5000000.001,"#,
        #""forward_packets":3,"forward_frame_bytes":240,"forward_ip_bytes":198,"#,
        #""forward_payload_bytes":78,"forward_size_total_bytes":240,"forward_size_min_bytes":60,"#,
        #""forward_size_max_bytes":100,"forward_size_mean_bytes":80,"#,
        #""forward_size_std_bytes":16.33,"forward_iat_total_us":6,"forward_iat_min_us":2,"#,
        #""forward_iat_max_us":4,"forward_iat_mean_us":3,"forward_iat_std_us":1,"#,
        #""forward_packets_per_second":500000,"forward_bytes_per_second":40000000,"#,
        #""forward_fin_packets":1,"forward_syn_packets":1,"forward_rst_packets":0,"#,
        #""forward_psh_packets":1,"forward_ack_packets":2,"forward_urg_packets":0,"#,
        #""forward_ece_packets":0,"forward_cwr_packets":0,"forward_nonempty_packets":2,"#,
        #""forward_small_packets":2,"forward_large_packets":0,"forward_first_payload_bytes":48,"#,
        #""forward_max_payload_bytes":48,"forward_payload_std_bytes":9,"#,
        #""forward_early_payload_std_bytes":9,"forward_payload_entropy_bits":4.123457,"#,
        #""forward_header_bytes":64,"forward_min_segment_bytes":20,"#,
        #""forward_initial_window_bytes":64240,"forward_ttl_min":63,"forward_ttl_max":64,"#,
        #""forward_dscp":46,"forward_retransmitted_packets":1,"forward_out_of_order_packets":3,"#,
        #""reverse_packets":1,"reverse_frame_bytes":90,"reverse_ip_bytes":76,"#,
        #""reverse_payload_bytes":0,"reverse_size_total_bytes":90,"reverse_size_min_bytes":90,"#,
        #""reverse_size_max_bytes":90,"reverse_size_mean_bytes":90,"reverse_size_std_bytes":0,"#,
        #""reverse_iat_total_us":0,"reverse_iat_std_us":0,"#,
        #""reverse_packets_per_second":166666.666667,"reverse_bytes_per_second":15000000,"#,
        #""reverse_fin_packets":0,"reverse_syn_packets":1,"reverse_rst_packets":0,"#,
        #""reverse_psh_packets":0,"reverse_ack_packets":1,"reverse_urg_packets":0,"#,
        #""reverse_ece_packets":0,"reverse_cwr_packets":0,"reverse_nonempty_packets":0,"#,
        #""reverse_small_packets":0,"reverse_large_packets":0,"reverse_payload_std_bytes":0,"#,
        #""reverse_early_payload_std_bytes":0,"reverse_header_bytes":24,"#,
        #""reverse_min_segment_bytes":24,"reverse_initial_window_bytes":0,"reverse_ttl_min":128,"#,
        #""reverse_ttl_max":128,"reverse_dscp":0,"reverse_retransmitted_packets":2,"#,
        #""reverse_out_of_order_packets":4}}"#,
    ].joined()

    static let icmp: FlowRecord = {
        var flow = tcp
        flow.tuple = FiveTuple(
            source: .literal("1.2.3.4"), destination: .literal("5.6.7.8"), sourcePort: 8,
            destinationPort: 0, transport: .icmp)
        flow.vlan = nil
        flow.innerVLAN = nil
        flow.sourceMAC = .none
        flow.destinationMAC = .none
        flow.tunnel = Tunnel(kind: .ipInIP)
        flow.active = GapStatistics()
        flow.active.add(nanoseconds: 0)
        flow.idle = GapStatistics()
        flow.tcp = nil
        flow.application = ApplicationRecord()
        flow.end = flow.start
        flow.state = .new
        flow.reason = .idleTimeout
        flow.forward = DirectionStatistics()
        flow.forward.packets = 1
        flow.forward.frameBytes = 98
        flow.forward.ipBytes = 84
        flow.forward.payloadBytes = 56
        flow.forward.minimumFrameBytes = 98
        flow.forward.maximumFrameBytes = 98
        flow.forward.squaredFrameBytes = 9604
        flow.forward.nonemptyPackets = 1
        flow.forward.smallPackets = 1
        flow.forward.firstPayloadBytes = 56
        flow.forward.maximumPayloadBytes = 56
        flow.forward.squaredPayloadBytes = 3136
        flow.forward.headerBytes = 8
        flow.forward.minimumHeaderBytes = 8
        flow.forward.minimumTimeToLive = 1
        flow.forward.maximumTimeToLive = 1
        flow.reverse = DirectionStatistics()
        flow.gaps = GapStatistics()
        flow.firstDirections = 0
        flow.responseDelayNanoseconds = nil
        return flow
    }()

    private static func flags(_ direction: String) -> String {
        ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"]
            .map { "\"\(direction)_\($0)_packets\":0," }.joined()
    }

    static let icmpJSON = [
        #"{"timestamp":"2020-09-13T12:26:40.000000500Z","event_type":"flow","#,
        #""uid":"00112233-4455-6677-8899-aabbccddeeff","sensor":"edge-1","#,
        #""session":"00000000000000ab","src_ip":"1.2.3.4","dest_ip":"5.6.7.8","#,
        #""proto":"ICMP","icmp_type":8,"icmp_code":0,"ip_v":4,"#,
        #""tunnel":{"type":"ipip"},"#,
        #""community_id":"1:crodRHL2FEsHjbv3UkRrfbs4bZ0=","flow_id":7224597990469375,"#,
        #""schema":"1.1","flow":{"pkts_toserver":1,"pkts_toclient":0,"bytes_toserver":98,"#,
        #""bytes_toclient":0,"start":"2020-09-13T12:26:40.000000500Z","#,
        #""end":"2020-09-13T12:26:40.000000500Z","age":0,"state":"new","#,
        #""reason":"idle timeout","segment":0},"features":{"duration_us":0,"#,
        #""size_total_bytes":98,"size_min_bytes":98,"size_max_bytes":98,"size_mean_bytes":98,"#,
        #""size_std_bytes":0,"iat_total_us":0,"iat_std_us":0,"first_directions":0,"#,
        #""active_count":1,"active_mean_us":0,"active_std_us":0,"active_min_us":0,"#,
        #""active_max_us":0,"idle_count":0,"idle_std_us":0,"#,
        #""forward_packets":1,"forward_frame_bytes":98,"forward_ip_bytes":84,"#,
        #""forward_payload_bytes":56,"forward_size_total_bytes":98,"forward_size_min_bytes":98,"#,
        #""forward_size_max_bytes":98,"forward_size_mean_bytes":98,"forward_size_std_bytes":0,"#,
        #""forward_iat_total_us":0,"forward_iat_std_us":0,"#, flags("forward"),
        #""forward_nonempty_packets":1,"forward_small_packets":1,"forward_large_packets":0,"#,
        #""forward_first_payload_bytes":56,"forward_max_payload_bytes":56,"#,
        #""forward_payload_std_bytes":0,"forward_early_payload_std_bytes":0,"#,
        #""forward_header_bytes":8,"forward_min_segment_bytes":8,"forward_ttl_min":1,"#,
        #""forward_ttl_max":1,"forward_dscp":0,"reverse_packets":0,"reverse_frame_bytes":0,"#,
        #""reverse_ip_bytes":0,"reverse_payload_bytes":0,"reverse_size_total_bytes":0,"#,
        #""reverse_size_std_bytes":0,"reverse_iat_total_us":0,"reverse_iat_std_us":0,"#,
        flags("reverse"), #""reverse_nonempty_packets":0,"reverse_small_packets":0,"#,
        #""reverse_large_packets":0,"reverse_payload_std_bytes":0,"#,
        #""reverse_early_payload_std_bytes":0,"reverse_header_bytes":0}}"#,
    ].joined()
}
