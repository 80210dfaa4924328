import NetworkModel
import PacketDecoding
import TestSupport
import Testing

@Suite struct FragmentDecodingTests {
    private let datagram = FrameLayer.udp(from: 4000, to: 5000, payload: 3000)

    /// The fragments of `datagram` with these bytes of payload each but the last, in order.
    private func fragments(
        _ identification: UInt32, isV6: Bool = false, size: Int = 1400, of layer: FrameLayer? = nil
    ) -> [[UInt8]] {
        let layer = layer ?? datagram
        return stride(from: 0, to: layer.bytes.count, by: size).map { start in
            let end = min(start + size, layer.bytes.count)
            let position = FragmentPosition(
                identification: identification, byteOffset: start, hasMore: end < layer.bytes.count)
            let piece = layer.piece(start..<end)
            let packet =
                isV6
                ? FrameLayer.ipv6(from: Host.a6, to: Host.b6, .fragmentHeader(position, piece))
                : FrameLayer.ipv4(from: Host.a, to: Host.b, fragment: position, piece)
            return FrameLayer.ethernet(packet).bytes
        }
    }

    @Test(arguments: [false, true]) func `later fragments get the ports of the first`(isV6: Bool) {
        var decoder = PacketDecoder(linkType: .ethernet)
        let frames = fragments(77, isV6: isV6)
        let summaries = frames.map { decoder.decode($0).summary() }
        #expect(summaries.count == 3)
        for summary in summaries {
            #expect(summary.isFragment)
            #expect(summary.transport == .udp)
            #expect(summary.sourcePort == 4000)
            #expect(summary.destinationPort == 5000)
            #expect(summary.tcpFlags == [])
        }
        #expect(summaries.map(\.payloadBytes) == [1392, 1400, 208])
        #expect(summaries.map(\.transportHeaderBytes) == [8, 0, 0])
        #expect(decoder.fragmentCounters.remembered == 1)
        #expect(decoder.fragmentCounters.matched == 2)
    }

    @Test(arguments: [false, true]) func `a fragment before its first is skipped`(isV6: Bool) {
        var decoder = PacketDecoder(linkType: .ethernet)
        let frames = fragments(77, isV6: isV6)
        #expect(decoder.decode(frames[2]).reason == .fragmentWithoutFirst)
        #expect(decoder.decode(frames[0]).summary().isFragment)
        #expect(decoder.decode(frames[2]).summary().sourcePort == 4000)
        #expect(decoder.decode(frames[1]).summary().sourcePort == 4000)
        #expect(decoder.decode(fragments(78, isV6: isV6)[1]).reason == .fragmentWithoutFirst)
        #expect(decoder.fragmentCounters.unmatched == 2)
    }

    @Test func `a first fragment is forgotten after the timeout`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        let frames = fragments(77)
        let timeout = Int64(DecodingLimit.fragmentTimeoutSeconds)
        _ = decoder.decode(frames[0], seconds: 100)
        #expect(decoder.decode(frames[1], seconds: 100 + timeout).reason == nil)
        #expect(decoder.decode(frames[2], seconds: 101 + timeout).reason == .fragmentWithoutFirst)
        #expect(decoder.fragmentCounters.expired == 1)
    }

    @Test func `a full table forgets the oldest datagram`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        let limit = UInt32(DecodingLimit.fragmentedDatagrams)
        for identification in 0...limit {
            _ = decoder.decode(fragments(identification)[0])
        }
        #expect(decoder.fragmentCounters.replaced == 1)
        #expect(decoder.decode(fragments(0)[1]).reason == .fragmentWithoutFirst)
        #expect(decoder.decode(fragments(1)[1]).reason == nil)
        #expect(decoder.decode(fragments(limit)[1]).reason == nil)
    }

    @Test func `a repeated identification means the newer datagram`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        _ = decoder.decode(fragments(5)[0])
        let other = fragments(5, of: .udp(from: 1, to: 2, payload: 3000))
        _ = decoder.decode(other[0])
        #expect(decoder.decode(other[1]).summary().destinationPort == 2)
    }

    @Test func `the protocol tells IPv4 datagrams apart`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        _ = decoder.decode(fragments(5)[0])
        let segment = fragments(5, of: .tcp(from: 1, to: 2, payload: 3000))
        #expect(decoder.decode(segment[1]).reason == .fragmentWithoutFirst)
        let first = decoder.decode(segment[0]).summary()
        #expect(first.tcpFlags == .ack)
        #expect(first.payloadBytes == 1380)
        let later = decoder.decode(segment[1]).summary()
        #expect(later.transport == .tcp)
        #expect(later.destinationPort == 2)
        #expect(later.tcpFlags == [])
        #expect(later.payloadBytes == 1400)
    }

    @Test func `fragments of a protocol without ports need no first`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        let tunnel = FrameLayer(FrameLayer.filler(3000), ipProtocol: 47)
        let summary = decoder.decode(fragments(9, of: tunnel)[2]).summary()
        #expect(summary.transport.rawValue == 47)
        #expect(summary.isFragment)
        #expect(summary.payloadBytes == 200)
    }

    @Test func `extension headers behind the fragment header lie in the first fragment`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        let frames = fragments(6, isV6: true, of: .extensionHeader(60, datagram))
        #expect(decoder.decode(frames[1]).reason == .fragmentWithoutFirst)
        #expect(decoder.decode(frames[0]).summary().payloadBytes == 1384)
        let later = decoder.decode(frames[1]).summary()
        #expect(later.transport == .udp)
        #expect(later.destinationPort == 5000)
    }

    @Test func `an atomic fragment is a whole packet`() {
        let position = FragmentPosition(identification: 3, byteOffset: 0, hasMore: false)
        let frame = FrameLayer.ethernet(
            .ipv6(from: Host.a6, to: Host.b6, .fragmentHeader(position, .udp(from: 1, to: 2))))
        let summary = PacketDecoder.decode(frame).summary()
        #expect(!summary.isFragment)
        #expect(summary.destinationPort == 2)
    }

    @Test func `a first fragment that hides TCP's flags still has its flow`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        let segment = FrameLayer.tcp(from: 30, to: 40, flags: .syn, payload: 4)
        let summaries = fragments(8, size: 8, of: segment).map { decoder.decode($0).summary() }
        #expect(summaries.map(\.destinationPort) == [40, 40, 40])
        #expect(summaries.map(\.tcpFlags) == [[], [], []])
        #expect(summaries.map(\.transportHeaderBytes) == [8, 0, 0])
        #expect(summaries.map(\.payloadBytes) == [0, 8, 8])
    }

    @Test func `TCP's options may go on in the second fragment`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        let segment = FrameLayer.tcp(
            from: 30, to: 40, flags: .syn, options: FrameLayer.filler(40), payload: 10)
        let summaries = fragments(8, size: 32, of: segment).map { decoder.decode($0).summary() }
        #expect(summaries.map(\.tcpFlags) == [.syn, [], []])
        #expect(summaries.map(\.transportHeaderBytes) == [60, 0, 0])
        #expect(summaries.map(\.payloadBytes) == [0, 32, 6])
    }
}
