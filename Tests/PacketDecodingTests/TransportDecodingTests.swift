import NetworkModel
import PacketDecoding
import TestSupport
import Testing

@Suite struct TransportDecodingTests {
    @Test func `a TCP segment over IPv4 gives every field`() {
        let segment = FrameLayer.tcp(
            from: 51_234, to: 443, flags: [.syn, .ece], sequence: 0xfedc_ba98,
            acknowledgement: 0x8765_4321, window: 64_240, options: FrameLayer.filler(12),
            payload: 100)
        let frame = FrameLayer.ethernet(
            .ipv4(from: Host.a, to: Host.b, timeToLive: 57, typeOfService: 0xb9, segment))
        var expected = PacketSummary()
        expected.time = Timestamp(nanoseconds: 1_000_000_000)
        expected.sourceMAC = MACAddress(rawValue: 0x0200_0000_0001)
        expected.destinationMAC = MACAddress(rawValue: 0x0200_0000_0002)
        expected.source = Host.a
        expected.destination = Host.b
        expected.sourcePort = 51_234
        expected.destinationPort = 443
        expected.transport = .tcp
        expected.tcpFlags = [.syn, .ece]
        expected.timeToLive = 57
        expected.trafficClass = 0xb9
        expected.frameBytes = 14 + 20 + 32 + 100
        expected.ipBytes = 152
        expected.payloadBytes = 100
        expected.transportHeaderBytes = 32
        expected.tcpWindow = 64_240
        expected.tcpSequence = 0xfedc_ba98
        expected.tcpAcknowledgement = 0x8765_4321
        #expect(PacketDecoder.decode(frame) == .packet(expected))
    }

    @Test func `the answer over IPv6 has its ends exchanged`() {
        let segment = FrameLayer.tcp(from: 443, to: 51_234, flags: [.syn, .ack], payload: 7)
        let frame = FrameLayer.ethernet(
            .ipv6(from: Host.b6, to: Host.a6, hopLimit: 3, trafficClass: 0xa7, segment))
        let summary = PacketDecoder.decode(frame).summary()
        #expect(summary.source == Host.b6)
        #expect(summary.destination == Host.a6)
        #expect(summary.sourcePort == 443)
        #expect(summary.destinationPort == 51_234)
        #expect(summary.tcpFlags == [.syn, .ack])
        #expect(summary.timeToLive == 3)
        #expect(summary.trafficClass == 0xa7)
        #expect(summary.ipBytes == 67)
        #expect(summary.payloadBytes == 7)
        #expect(summary.frameBytes == 81)
        #expect(!summary.isFragment)
    }

    @Test func `padding isn't payload`() {
        let frame = FrameLayer.ethernet(.ipv4(from: Host.a, to: Host.b, .tcp(from: 1, to: 2)))
        let summary = PacketDecoder.decode(frame).summary()
        #expect(summary.frameBytes == 60)
        #expect(summary.ipBytes == 40)
        #expect(summary.payloadBytes == 0)
    }

    @Test func `IPv4 options are passed over`() {
        let frame = FrameLayer.ethernet(
            .ipv4(
                from: Host.a, to: Host.b, options: FrameLayer.filler(40),
                .udp(from: 5353, to: 53, payload: 30)))
        let summary = PacketDecoder.decode(frame).summary()
        #expect(summary.sourcePort == 5353)
        #expect(summary.destinationPort == 53)
        #expect(summary.payloadBytes == 30)
        #expect(summary.transportHeaderBytes == 8)
        #expect(summary.ipBytes == 98)
    }

    @Test func `UDP's payload goes by IP's length`() {
        for field: UInt16 in [8, 20, 500] {
            let frame = FrameLayer.ethernet(
                .ipv4(
                    from: Host.a, to: Host.b, .udp(from: 1, to: 2, payload: 50, lengthField: field)
                ))
            #expect(PacketDecoder.decode(frame).summary().payloadBytes == 50)
        }
    }

    @Test func `a UDP length below its header is malformed but for a jumbogram`() {
        func decode(_ field: UInt16, isV6: Bool) -> DecodedFrame {
            let datagram = FrameLayer.udp(from: 1, to: 2, payload: 50, lengthField: field)
            let packet =
                isV6
                ? FrameLayer.ipv6(from: Host.a6, to: Host.b6, datagram)
                : FrameLayer.ipv4(from: Host.a, to: Host.b, datagram)
            return PacketDecoder.decode(.ethernet(packet))
        }
        #expect(decode(7, isV6: false).reason == .malformed)
        #expect(decode(0, isV6: false).reason == .malformed)
        #expect(decode(7, isV6: true).reason == .malformed)
        #expect(decode(0, isV6: true).summary().payloadBytes == 50)
    }

    @Test func `ICMP's type and code stand in the ports`() {
        let request = FrameLayer.ethernet(
            .ipv4(from: Host.a, to: Host.b, .icmp(type: 11, code: 1, payload: 56)))
        let summary = PacketDecoder.decode(request).summary()
        #expect(summary.transport == .icmp)
        #expect(summary.sourcePort == 11)
        #expect(summary.destinationPort == 1)
        #expect(summary.payloadBytes == 56)
        #expect(summary.transportHeaderBytes == 8)
        let solicitation = FrameLayer.ethernet(
            .ipv6(from: Host.a6, to: Host.b6, .icmp(type: 135, code: 9, isV6: true, payload: 24)))
        let summary6 = PacketDecoder.decode(solicitation).summary()
        #expect(summary6.transport == .icmpV6)
        #expect(summary6.sourcePort == 135)
        #expect(summary6.destinationPort == 9)
    }

    @Test func `SCTP, DCCP and UDP-Lite have ports`() {
        var dccp = FrameLayer.sctp(from: 7, to: 8, payload: 9)
        dccp.ipProtocol = 33
        // The header's length in words, then four bytes of options.
        dccp.bytes[4] = 4
        var lite = FrameLayer.udp(from: 7, to: 8, payload: 9, lengthField: 0)
        lite.ipProtocol = 136
        let cases: [(FrameLayer, UInt8, UInt32)] = [
            (.sctp(from: 7, to: 8, payload: 9), 12, 9), (dccp, 16, 5), (lite, 8, 9),
        ]
        for (layer, headerBytes, payloadBytes) in cases {
            let frame = FrameLayer.ethernet(.ipv4(from: Host.a, to: Host.b, layer))
            let summary = PacketDecoder.decode(frame).summary()
            #expect(summary.transport.rawValue == layer.ipProtocol)
            #expect(summary.sourcePort == 7)
            #expect(summary.destinationPort == 8)
            #expect(summary.transportHeaderBytes == headerBytes)
            #expect(summary.payloadBytes == payloadBytes)
        }
    }

    @Test func `TCP headers that contradict the packet are malformed`() {
        let frame = FrameLayer.ethernet(
            .ipv4(from: Host.a, to: Host.b, .tcp(from: 1, to: 2, payload: 10)))
        for (words, isMalformed) in [(4, true), (5, false), (7, false), (8, true)]
            as [(UInt8, Bool)]
        {
            var bytes = frame.bytes
            bytes[14 + 20 + 12] = words << 4
            var decoder = PacketDecoder(linkType: .ethernet)
            #expect(decoder.decode(bytes).reason == (isMalformed ? .malformed : nil))
        }
        let short = FrameLayer.ethernet(
            .ipv4(from: Host.a, to: Host.b, totalBytes: 39, .tcp(from: 1, to: 2)))
        #expect(PacketDecoder.decode(short).reason == .malformed)
    }
}
