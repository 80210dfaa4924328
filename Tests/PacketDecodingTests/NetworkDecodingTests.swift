import NetworkModel
import PacketDecoding
import TestSupport
import Testing

@Suite struct NetworkDecodingTests {
    @Test func `extension headers are passed over and are no payload`() {
        let datagram = FrameLayer.udp(from: 1000, to: 2000, payload: 40)
        let chain = FrameLayer.extensionHeader(
            0,
            .extensionHeader(
                43, words: 3, .extensionHeader(60, .authenticationHeader(datagram))))
        let frame = FrameLayer.ethernet(.ipv6(from: Host.a6, to: Host.b6, chain))
        let summary = PacketDecoder.decode(frame).summary()
        #expect(summary.transport == .udp)
        #expect(summary.sourcePort == 1000)
        #expect(summary.payloadBytes == 40)
        #expect(summary.ipBytes == 40 + 8 + 24 + 8 + 24 + 48)
    }

    @Test func `an authentication header is passed over in IPv4 too`() {
        let frame = FrameLayer.ethernet(
            .ipv4(
                from: Host.a, to: Host.b, .authenticationHeader(.tcp(from: 9, to: 10, payload: 3))))
        let summary = PacketDecoder.decode(frame).summary()
        #expect(summary.transport == .tcp)
        #expect(summary.destinationPort == 10)
        #expect(summary.payloadBytes == 3)
    }

    @Test func `IPv6's extension headers mean nothing in IPv4`() {
        let frame = FrameLayer.ethernet(
            .ipv4(from: Host.a, to: Host.b, .extensionHeader(43, .udp(from: 1, to: 2))))
        #expect(PacketDecoder.decode(frame).summary().transport.rawValue == 43)
    }

    @Test func `more extension headers than the limit are too deep`() {
        func frame(_ count: Int) -> FrameLayer {
            let chain = (0..<count).reduce(FrameLayer.udp(from: 1, to: 2)) { inner, _ in
                .extensionHeader(60, inner)
            }
            return .ethernet(.ipv6(from: Host.a6, to: Host.b6, chain))
        }
        let limit = DecodingLimit.nestedHeaders
        #expect(PacketDecoder.decode(frame(limit)).summary().destinationPort == 2)
        #expect(PacketDecoder.decode(frame(limit + 1)).reason == .tooDeep)
    }

    @Test func `no next header ends an IPv6 packet`() {
        let nothing = FrameLayer(FrameLayer.filler(4), ipProtocol: 59)
        let frame = FrameLayer.ethernet(
            .ipv6(from: Host.a6, to: Host.b6, .extensionHeader(60, nothing)))
        let summary = PacketDecoder.decode(frame).summary()
        #expect(summary.transport.rawValue == 59)
        #expect(summary.payloadBytes == 4)
        let empty = FrameLayer(FrameLayer.filler(30), ipProtocol: 59)
        let padded = FrameLayer.ethernet(
            .ipv6(from: Host.a6, to: Host.b6, payloadBytes: 0, empty))
        #expect(PacketDecoder.decode(padded).summary().ipBytes == 40)
    }

    @Test func `a length of zero takes the rest of the frame`() {
        let segment = FrameLayer.tcp(from: 1, to: 2, payload: 70_000)
        let v4 = FrameLayer.ethernet(.ipv4(from: Host.a, to: Host.b, totalBytes: 0, segment))
        let summary = PacketDecoder.decode(v4, captured: 96).summary()
        #expect(summary.ipBytes == 70_040)
        #expect(summary.payloadBytes == 70_000)
        let v6 = FrameLayer.ethernet(.ipv6(from: Host.a6, to: Host.b6, payloadBytes: 0, segment))
        let summary6 = PacketDecoder.decode(v6, captured: 96).summary()
        #expect(summary6.ipBytes == 70_060)
        #expect(summary6.payloadBytes == 70_000)
    }

    @Test func `of an IP packet longer than its frame the frame's part counts`() {
        let datagram = FrameLayer.udp(from: 1, to: 2, payload: 100)
        for total in [128, 129, 1500] {
            let v4 = FrameLayer.ethernet(
                .ipv4(from: Host.a, to: Host.b, totalBytes: total, datagram))
            let summary = PacketDecoder.decode(v4).summary()
            #expect(summary.ipBytes == 128)
            #expect(summary.payloadBytes == 100)
            let v6 = FrameLayer.ethernet(
                .ipv6(from: Host.a6, to: Host.b6, payloadBytes: total - 20, datagram))
            let summary6 = PacketDecoder.decode(v6).summary()
            #expect(summary6.ipBytes == 148)
            #expect(summary6.payloadBytes == 100)
        }
    }

    @Test func `an IP packet shorter than its headers is malformed`() {
        let datagram = FrameLayer.udp(from: 1, to: 2, payload: 100)
        for total in [1, 19, 20, 27] {
            let v4 = FrameLayer.ethernet(
                .ipv4(from: Host.a, to: Host.b, totalBytes: total, datagram))
            #expect(PacketDecoder.decode(v4).reason == .malformed)
        }
        let v6 = FrameLayer.ethernet(
            .ipv6(from: Host.a6, to: Host.b6, payloadBytes: 7, datagram))
        #expect(PacketDecoder.decode(v6).reason == .malformed)
    }

    @Test func `a wrong version or header length is malformed`() {
        var frame = FrameLayer.ethernet(.ipv4(from: Host.a, to: Host.b, .udp(from: 1, to: 2))).bytes
        var decoder = PacketDecoder(linkType: .ethernet)
        for first: UInt8 in [0x44, 0x4f, 0x65, 0x05] {
            frame[14] = first
            #expect(decoder.decode(frame).reason == .malformed)
        }
        let v6 = FrameLayer.ethernet(.ipv6(from: Host.a6, to: Host.b6, .udp(from: 1, to: 2)))
        var bytes = v6.bytes
        bytes[14] = 0x45
        #expect(decoder.decode(bytes).reason == .malformed)
    }

    @Test func `an extension header longer than the packet is malformed`() {
        var frame = FrameLayer.ethernet(
            .ipv6(from: Host.a6, to: Host.b6, .extensionHeader(60, .udp(from: 1, to: 2))))
        frame.bytes[14 + 40 + 1] = 2
        #expect(PacketDecoder.decode(frame).reason == .malformed)
    }

    @Test func `a short snaplen loses no lengths`() {
        let options = FrameLayer.filler(20)
        let frame = FrameLayer.ethernet(
            .ipv4(from: Host.a, to: Host.b, .tcp(from: 1, to: 2, options: options, payload: 1000)))
        let whole = PacketDecoder.decode(frame)
        #expect(whole.summary().payloadBytes == 1000)
        #expect(PacketDecoder.decode(frame, captured: 54) == whole)
        #expect(PacketDecoder.decode(frame, captured: 50) == whole)
        #expect(PacketDecoder.decode(frame, captured: 49).reason == .truncated)
        #expect(PacketDecoder.decode(frame, captured: 33).reason == .truncated)
    }

    @Test func `a frame that ends inside a header is malformed, not truncated`() {
        let frame = FrameLayer.ethernet(.ipv4(from: Host.a, to: Host.b, .udp(from: 1, to: 2)))
        #expect(PacketDecoder.decode(frame, captured: 30, wireBytes: 30).reason == .malformed)
        #expect(PacketDecoder.decode(frame, captured: 10, wireBytes: 10).reason == .malformed)
        #expect(PacketDecoder.decode(frame, captured: 10, wireBytes: 60).reason == .truncated)
    }
}
