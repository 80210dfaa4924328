import NetworkModel
import PacketDecoding
import TestSupport
import Testing

@Suite struct TunnelFragmentTests {
    private let datagram = FrameLayer.udp(from: 4000, to: 5000, payload: 3000)

    private func fragments(
        of layer: FrameLayer, wrap: (FrameLayer) -> FrameLayer = { $0 }
    ) -> [[UInt8]] {
        stride(from: 0, to: layer.bytes.count, by: 1400).map { start in
            let end = min(start + 1400, layer.bytes.count)
            let position = FragmentPosition(
                identification: 7, byteOffset: start, hasMore: end < layer.bytes.count)
            let piece = layer.piece(start..<end)
            return FrameLayer.ethernet(
                wrap(.ipv4(from: Host.a, to: Host.b, fragment: position, piece))
            ).bytes
        }
    }

    private func inTunnel(_ key: UInt32) -> (FrameLayer) -> FrameLayer {
        { .ipv6(from: Host.a6, to: Host.b6, .gre(key: key, $0)) }
    }

    @Test func `fragments inside a tunnel get the ports of their first`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        let summaries = fragments(of: datagram, wrap: inTunnel(3)).map {
            decoder.decode($0).summary()
        }
        #expect(summaries.map(\.destinationPort) == [5000, 5000, 5000])
        #expect(summaries.map(\.payloadBytes) == [1392, 1400, 208])
        let tunnel = Tunnel(kind: .gre, identifier: 3)
        #expect(summaries.map(\.tunnel) == [tunnel, tunnel, tunnel])
        #expect(summaries.map(\.isFragment) == [true, true, true])
    }

    @Test func `the same datagram in two tunnels is two`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        _ = decoder.decode(fragments(of: datagram, wrap: inTunnel(3))[0])
        #expect(decoder.decode(fragments(of: datagram)[1]).reason == .fragmentWithoutFirst)
        // Inside a tunnel a fragment without its first leaves the packet around it.
        let other = decoder.decode(fragments(of: datagram, wrap: inTunnel(4))[1]).summary()
        #expect(other.tunnel == nil)
        #expect(other.transport.rawValue == 47)
        #expect(other.source == Host.a6)
        #expect(!other.isFragment)
        #expect(decoder.fragmentCounters.unmatched == 2)
    }

    @Test func `fragments of a tunnel's packet stay in the outer flow`() {
        var decoder = PacketDecoder(linkType: .ethernet)
        let inner = FrameLayer.ipv4(from: Host.b, to: Host.a, datagram)
        let tunnel = FrameLayer.udp(
            from: 6000, to: 4789, carrying: FrameLayer.vxlan(3, .ethernet(inner)))
        let summaries = fragments(of: tunnel).map { decoder.decode($0).summary() }
        #expect(summaries.count == 3)
        #expect(summaries.map(\.destinationPort) == [4789, 4789, 4789])
        #expect(summaries.map(\.tunnel) == [nil, nil, nil])
        #expect(summaries.map(\.isFragment) == [true, true, true])
        let generic = fragments(of: .gre(inner)).map { decoder.decode($0).summary() }
        #expect(generic.map(\.tunnel) == [nil, nil, nil])
        #expect(generic.map(\.transport.rawValue) == [47, 47, 47])
    }
}
