import NetworkModel
import StreamProcessing
import TopicEncoding

/// A handful of flows, each from a list of its packets, as the topic carries them.
enum ExportSamples {
    /// One packet of a flow.
    struct Packet {
        var isReverse: Bool
        /// Microseconds after the flow's start.
        var time: Double
        var frame: UInt64
        var payload: UInt64
        var flags: TCPFlags
        var header: UInt64

        static func forward(
            _ time: Double, _ frame: UInt64, _ payload: UInt64, _ flags: TCPFlags = [],
            header: UInt64 = 8
        ) -> Packet {
            Packet(
                isReverse: false, time: time, frame: frame, payload: payload, flags: flags,
                header: header)
        }

        static func reverse(
            _ time: Double, _ frame: UInt64, _ payload: UInt64, _ flags: TCPFlags = [],
            header: UInt64 = 8
        ) -> Packet {
            Packet(
                isReverse: true, time: time, frame: frame, payload: payload, flags: flags,
                header: header)
        }
    }

    static let all = [tcp, multicast, ping, dns, tunnelled]

    private static let start = Timestamp(nanoseconds: 1_714_564_800_000_250_000)

    private static let tcp: FlowRecord = {
        let packets: [Packet] = [
            .forward(0, 74, 0, .syn, header: 40),
            .reverse(20_000, 74, 0, [.syn, .ack], header: 40),
            .forward(20_150, 66, 0, .ack, header: 32),
            .forward(20_400, 583, 517, [.psh, .ack], header: 32),
            .reverse(41_000, 66, 0, .ack, header: 32),
            .reverse(43_500, 1490, 1424, .ack, header: 32),
            .reverse(43_501, 800, 734, [.psh, .ack], header: 32),
            .forward(44_000, 66, 0, .ack, header: 32),
            .forward(6_044_000, 90, 24, [.psh, .ack], header: 32),
            .reverse(6_065_000, 66, 0, .ack, header: 32),
            .forward(6_066_000, 66, 0, [.fin, .ack], header: 32),
            .reverse(6_086_000, 66, 0, [.fin, .ack], header: 32),
            .forward(6_086_100, 66, 0, .ack, header: 32),
        ]
        var flow = record(
            1, IPAddress(v4: 0xc0a8_010a), 50_000, IPAddress(v4: 0x5db8_d822), 443, .tcp, packets,
            reason: .endOfFlow)
        flow.sourceMAC = MACAddress(rawValue: 0x0011_2233_4455)
        flow.destinationMAC = MACAddress(rawValue: 0x66_7788_99aa_bb)
        flow.forward.initialWindowBytes = 64_240
        flow.reverse.initialWindowBytes = 65_160
        flow.forward.payloadEntropyBits = 7.25
        flow.reverse.payloadEntropyBits = 7.99
        flow.tcp = TCPSummary(
            state: "SF", history: "ShADadfF", handshakeRTTNanoseconds: 20_150_000,
            forwardRetransmittedPackets: 0, reverseRetransmittedPackets: 0,
            forwardOutOfOrderPackets: 0, reverseOutOfOrderPackets: 0)
        var application = ApplicationRecord()
        application.label = "TLS.Github"
        application.category = "Collaborative"
        application.confidence = "DPI"
        application.serverName = "github.com"
        var tls = TLSSummary()
        tls.ja3s = "ae53107a2e47ea20c72ac44821a728bf"
        tls.ja4 = "t12d6707h1_2955a3196ffa_c83f907a73d3"
        application.tls = tls
        var http = HTTPSummary()
        http.userAgent = "a, \"b\""
        application.http = http
        flow.application = application
        return flow
    }()

    private static let multicast = record(
        2, IPAddress(v4: 0x0a00_0005), 5353, IPAddress(v4: 0xe000_00fb), 5353, .udp,
        [.forward(0, 87, 45), .forward(1_000_000, 91, 49)], reason: .idleTimeout)

    private static let ping = record(
        3, IPAddress(v4: 0x0a00_0001), 8, IPAddress(v4: 0x0808_0808), 0, .icmp,
        [.forward(0, 98, 56), .reverse(500, 98, 56)], reason: .forcedEnd)

    private static let dns: FlowRecord = {
        var flow = record(
            4, IPAddress(high: 0xfd00_0000_0000_0000, low: 1), 40_000,
            IPAddress(high: 0x2001_4860_4860_0000, low: 0x8888), 53, .udp,
            [.forward(0, 104, 42), .reverse(12_345.678, 160, 98)], reason: .lackOfResources)
        flow.vlan = 100
        flow.innerVLAN = 5
        var application = ApplicationRecord()
        application.label = "DNS"
        application.category = "Network"
        application.confidence = "Match by port"
        flow.application = application
        return flow
    }()

    private static let tunnelled: FlowRecord = {
        var flow = record(
            5, IPAddress(v4: 0xc000_0201), 1234, IPAddress(v4: 0x0102_0304), 80, .tcp,
            [.forward(0, 60, 0, .syn, header: 20)], reason: .activeTimeout)
        flow.segment = 1
        flow.tunnel = Tunnel(kind: .vxlan, identifier: 42)
        flow.tcp = TCPSummary(
            state: "S0", history: "S", handshakeRTTNanoseconds: nil,
            forwardRetransmittedPackets: 0, reverseRetransmittedPackets: 0,
            forwardOutOfOrderPackets: 0, reverseOutOfOrderPackets: 0)
        return flow
    }()

    private static func record(
        _ number: UInt64, _ source: IPAddress, _ sourcePort: UInt16, _ destination: IPAddress,
        _ destinationPort: UInt16, _ transport: TransportProtocol, _ packets: [Packet],
        reason: FlowEndReason
    ) -> FlowRecord {
        let last = packets.map(\.time).max() ?? 0
        let firstReverse = packets.first(where: \.isReverse)
        var directions: UInt8 = 0
        for (index, packet) in packets.filter({ $0.payload > 0 }).prefix(8).enumerated()
        where packet.isReverse {
            directions |= 1 << UInt8(index)
        }
        var flow = FlowRecord(
            uid: FlowIdentifier(high: 0x0123_4567_89ab_cdef, low: number),
            sensorSession: SensorSession(
                sensor: "office", session: SessionIdentifier(rawValue: 1)),
            tuple: FiveTuple(
                source: source, destination: destination, sourcePort: sourcePort,
                destinationPort: destinationPort, transport: transport),
            vlan: nil, segment: 0, start: start,
            end: start.advanced(byNanoseconds: nanoseconds(last)), reason: reason,
            state: .established, forward: statistics(packets.filter { !$0.isReverse }),
            reverse: statistics(packets.filter(\.isReverse)), gaps: gaps(packets),
            firstDirections: directions,
            responseDelayNanoseconds: firstReverse.map { nanoseconds($0.time) })
        var begin = packets[0].time
        for (earlier, later) in zip(packets, packets.dropFirst())
        where later.time - earlier.time > 5_000_000 {
            flow.active.add(nanoseconds: nanoseconds(earlier.time - begin))
            flow.idle.add(nanoseconds: nanoseconds(later.time - earlier.time))
            begin = later.time
        }
        flow.active.add(nanoseconds: nanoseconds(last - begin))
        return flow
    }

    private static func nanoseconds(_ microseconds: Double) -> Int64 {
        Int64((microseconds * 1000).rounded())
    }

    private static func gaps(_ packets: [Packet]) -> GapStatistics {
        var gaps = GapStatistics()
        for (earlier, later) in zip(packets, packets.dropFirst()) {
            gaps.add(nanoseconds: nanoseconds(later.time - earlier.time))
        }
        return gaps
    }

    private static func statistics(_ packets: [Packet]) -> DirectionStatistics {
        var statistics = DirectionStatistics()
        let payloads = packets.map(\.payload).filter { $0 > 0 }
        statistics.packets = UInt64(packets.count)
        statistics.frameBytes = packets.map(\.frame).reduce(0, +)
        statistics.ipBytes = packets.map { $0.frame - 14 }.reduce(0, +)
        statistics.payloadBytes = payloads.reduce(0, +)
        statistics.squaredFrameBytes = packets.map { $0.frame * $0.frame }.reduce(0, +)
        statistics.minimumFrameBytes = UInt32(packets.map(\.frame).min() ?? 0)
        statistics.maximumFrameBytes = UInt32(packets.map(\.frame).max() ?? 0)
        statistics.gaps = gaps(packets)
        statistics.initialFlags = packets.first?.flags ?? []
        for packet in packets {
            statistics.unionFlags.formUnion(packet.flags)
            for bit in 0..<8 where packet.flags.rawValue & 1 << UInt8(bit) != 0 {
                statistics.flagPackets[bit] += 1
            }
        }
        statistics.nonemptyPackets = UInt64(payloads.count)
        statistics.firstPayloadBytes = UInt32(payloads.first ?? 0)
        statistics.maximumPayloadBytes = UInt32(payloads.max() ?? 0)
        statistics.squaredPayloadBytes = payloads.map { $0 * $0 }.reduce(0, +)
        statistics.headerBytes = packets.map(\.header).reduce(0, +)
        statistics.minimumHeaderBytes = UInt8(packets.map(\.header).min() ?? 0)
        return statistics
    }

    /// A record of the topic.
    static func busRecord(_ flow: FlowRecord) -> BusRecord {
        BusRecord(
            topicPartition: TopicPartition(topic: "weir.flows.v1", partition: 0), offset: 0,
            appendTimeMilliseconds: 0, key: nil, value: FlowEncoding.encode(flow).value,
            headers: [])
    }
}
