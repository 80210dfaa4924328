import NetworkModel
import PacketDecoding
import TestSupport
import Testing

/// Where the decoder says that the IP header and the payload of a packet lie.
@Suite struct PayloadLocationTests {
    private func check(
        _ layer: FrameLayer, linkType: LinkType = .ethernet, captured: Int? = nil, ipOffset: Int,
        payloadOffset: Int, payload: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var decoder = PacketDecoder(linkType: linkType)
        let result = decoder.decode(layer.bytes, captured: captured)
        #expect(result.reason == nil, sourceLocation: sourceLocation)
        #expect(decoder.ipOffset == ipOffset, sourceLocation: sourceLocation)
        #expect(decoder.payloadOffset == payloadOffset, sourceLocation: sourceLocation)
        #expect(Array(layer.bytes[decoder.payload]) == payload, sourceLocation: sourceLocation)
    }

    @Test func `the payload lies behind the transport header and its options`() {
        let segment = FrameLayer.tcp(
            from: 1, to: 2, options: [1, 1, 1, 0], payload: 300)
        check(
            .ethernet(.ipv4(from: Host.a, to: Host.b, options: [1, 1, 1, 0], segment)),
            ipOffset: 14, payloadOffset: 14 + 24 + 24, payload: FrameLayer.filler(300))
        let datagram = FrameLayer.udp(from: 1, to: 2, payload: 30)
        check(
            .ethernet(.vlan(7, .ipv6(from: Host.a6, to: Host.b6, datagram))),
            ipOffset: 18, payloadOffset: 18 + 40 + 8, payload: FrameLayer.filler(30))
        let chain = FrameLayer.extensionHeader(0, .extensionHeader(60, words: 2, datagram))
        check(
            .ipv6(from: Host.a6, to: Host.b6, chain), linkType: .rawIP,
            ipOffset: 0, payloadOffset: 40 + 24 + 8, payload: FrameLayer.filler(30))
    }

    @Test func `Ethernet's padding is no payload`() {
        let empty = FrameLayer.ethernet(.ipv4(from: Host.a, to: Host.b, .tcp(from: 1, to: 2)))
        #expect(empty.bytes.count == 60)
        check(empty, ipOffset: 14, payloadOffset: 54, payload: [])
        let short = FrameLayer.ethernet(
            .ipv4(from: Host.a, to: Host.b, .udp(from: 1, to: 2, payload: 3)))
        #expect(short.bytes.count == 60)
        check(short, ipOffset: 14, payloadOffset: 42, payload: FrameLayer.filler(3))
    }

    @Test func `only captured bytes are payload`() {
        let frame = FrameLayer.ethernet(
            .ipv4(from: Host.a, to: Host.b, .udp(from: 1, to: 2, payload: 500)))
        check(
            frame, captured: 100, ipOffset: 14, payloadOffset: 42, payload: FrameLayer.filler(58))
        check(frame, captured: 42, ipOffset: 14, payloadOffset: 42, payload: [])
        // The header ends behind what was captured.
        check(frame, captured: 40, ipOffset: 14, payloadOffset: 42, payload: [])
    }

    @Test func `later fragments are payload from their first byte`() {
        let position = FragmentPosition(identification: 1, byteOffset: 800, hasMore: false)
        let piece = FrameLayer(FrameLayer.filler(100), ipProtocol: 47)
        check(
            .ethernet(.ipv4(from: Host.a, to: Host.b, fragment: position, piece)),
            ipOffset: 14, payloadOffset: 34, payload: FrameLayer.filler(100))
    }

    @Test func `the link's addresses are those of the frame`() {
        let packet = FrameLayer.ipv4(from: Host.a, to: Host.b, .udp(from: 1, to: 2))
        let frame = FrameLayer.ethernet(.vlan(7, packet), from: 0xa1, to: 0xb2)
        let summary = PacketDecoder.decode(frame).summary()
        #expect(summary.sourceMAC.description == "02:00:00:00:00:a1")
        #expect(summary.destinationMAC.description == "02:00:00:00:00:b2")
        let raw = PacketDecoder.decode(packet, linkType: .rawIP).summary()
        #expect(raw.sourceMAC == .none && raw.destinationMAC == .none)
    }

    @Test func `cooked frames have the sender's link address where it is one`() {
        let packet = FrameLayer.ipv4(from: Host.a, to: Host.b, .udp(from: 1, to: 2))
        let first = FrameLayer([0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 7, 9, 9, 8, 0] + packet.bytes)
        let second = FrameLayer(
            [8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 7, 9, 9] + packet.bytes)
        for (frame, linkType) in [(first, LinkType.linuxCooked), (second, .linuxCookedV2)] {
            let summary = PacketDecoder.decode(frame, linkType: linkType).summary()
            #expect(summary.sourceMAC.description == "02:00:00:00:00:07")
            #expect(summary.destinationMAC == .none)
        }
        // A tunnel interface's "address" of four bytes.
        var other = first
        other.bytes[5] = 4
        #expect(PacketDecoder.decode(other, linkType: .linuxCooked).summary().sourceMAC == .none)
    }
}
