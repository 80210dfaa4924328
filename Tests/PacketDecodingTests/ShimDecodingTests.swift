import NetworkModel
import PacketDecoding
import TestSupport
import Testing

/// Headers of providers' and data centres' networks between Ethernet and IP.
@Suite struct ShimDecodingTests {
    private static let packet = FrameLayer.ipv4(
        from: Host.a, to: Host.b, .udp(from: 11, to: 22, payload: 33))
    private static let frame = FrameLayer.ethernet(.vlan(9, packet), padded: false)

    private func check(
        _ layer: FrameLayer, vlan: UInt16?, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let summary = PacketDecoder.decode(.ethernet(layer, from: 7))
            .summary(sourceLocation: sourceLocation)
        #expect(summary.destinationPort == 22, sourceLocation: sourceLocation)
        #expect(summary.payloadBytes == 33, sourceLocation: sourceLocation)
        #expect(summary.vlan == vlan, sourceLocation: sourceLocation)
        #expect(summary.tunnel == nil, sourceLocation: sourceLocation)
        #expect(summary.sourceMAC.rawValue & 0xff == 7, sourceLocation: sourceLocation)
    }

    @Test func `tags of four bytes are passed over`() {
        for number: UInt16 in [0x8926, 0xf1c1, 0x892f] {
            check(FrameLayer([1, 2, 3, 4, 8, 0] + Self.packet.bytes, etherType: number), vlan: nil)
        }
        check(
            FrameLayer([1, 1, 0, 1, 0, 9, 8, 0] + Self.packet.bytes, etherType: 0x8909), vlan: nil)
    }

    @Test func `frames inside FabricPath, 802.1ah and TRILL are found`() {
        check(FrameLayer([0x12, 0x34] + Self.frame.bytes, etherType: 0x8903), vlan: 9)
        let service = FrameLayer([0, 1, 2, 3] + Self.frame.bytes, etherType: 0x88e7)
        check(service, vlan: 9)
        check(.vlan(4, tagProtocol: 0x88a8, service), vlan: 4)
        check(FrameLayer([0, 0x3f, 0, 1, 0, 2] + Self.frame.bytes, etherType: 0x22f3), vlan: 9)
        check(
            FrameLayer([0, 0x7f, 0, 1, 0, 2, 9, 9, 9, 9] + Self.frame.bytes, etherType: 0x22f3),
            vlan: 9)
    }

    @Test func `a network service header tells what follows`() {
        let path: [UInt8] = [0, 0, 1, 0xff]
        check(
            FrameLayer([0x0f, 0xc2, 2, 1] + path + Self.packet.bytes, etherType: 0x894f), vlan: nil)
        check(
            FrameLayer(
                [0x0f, 0xc6, 1, 3] + path + FrameLayer.filler(16) + Self.frame.bytes,
                etherType: 0x894f), vlan: 9)
        let unknown = FrameLayer([0x0f, 0xc2, 2, 9] + path + Self.packet.bytes, etherType: 0x894f)
        #expect(PacketDecoder.decode(.ethernet(unknown)).reason == .notIP)
    }

    @Test func `a pseudo-wire carries frames with a control word and without`() {
        func labelled(_ bytes: [UInt8]) -> FrameLayer { .mpls([17, 18], FrameLayer(bytes)) }
        check(labelled([0, 0, 0, 1] + Self.frame.bytes), vlan: 9)
        check(labelled(Self.frame.bytes), vlan: 9)
        // Addresses that begin like a control word, or like an IP packet.
        for first: UInt8 in [0x00, 0x45, 0x60, 0xfe] {
            var bytes = Self.frame.bytes
            bytes[0] = first
            // Where IPv6 has its length.
            bytes[4] = 0x7f
            check(labelled(bytes), vlan: 9)
            check(labelled([0, 0, 0, 1] + bytes), vlan: 9)
        }
    }

    @Test func `frames in LLC of other organisations`() {
        func llc(_ organisation: [UInt8], _ rest: [UInt8]) -> FrameLayer {
            FrameLayer([0xaa, 0xaa, 3] + organisation + rest, etherType: 60)
        }
        check(llc([0, 0, 0xf8], [8, 0] + Self.packet.bytes), vlan: nil)
        check(llc([0, 0x80, 0xc2], [0, 7, 0, 0] + Self.frame.bytes), vlan: 9)
    }
}
