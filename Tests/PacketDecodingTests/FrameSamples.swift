import NetworkModel
import PacketDecoding
import TestSupport

/// One frame of each kind that the decoder knows, to be cut and mutated.
enum FrameSamples {
    static let all: [(linkType: LinkType, bytes: [UInt8])] = ethernet + otherLinks

    private static let v4 = FrameLayer.ipv4(
        from: Host.a, to: Host.b, options: FrameLayer.filler(8),
        .tcp(from: 100, to: 200, flags: [.psh, .ack], options: FrameLayer.filler(12), payload: 20))
    private static let v6 = FrameLayer.ipv6(
        from: Host.a6, to: Host.b6,
        .extensionHeader(
            0,
            .extensionHeader(43, words: 2, .authenticationHeader(.udp(from: 1, to: 2, payload: 9))))
    )
    private static let first = FragmentPosition(identification: 1, byteOffset: 0, hasMore: true)
    private static let later = FragmentPosition(identification: 1, byteOffset: 1400, hasMore: false)

    private static let ethernet: [(linkType: LinkType, bytes: [UInt8])] = [
        v4, v6, .vlan(1, v4), .vlan(1, tagProtocol: 0x88a8, .vlan(2, v6)), .mpls([1, 2], v4),
        .pppoe(v6), .snap(v4), .arp(sender: Host.a, target: Host.b),
        .ipv4(from: Host.a, to: Host.b, .icmp(type: 8, payload: 10)),
        .ipv4(from: Host.a, to: Host.b, .sctp(from: 1, to: 2, payload: 10)),
        .ipv4(
            from: Host.a, to: Host.b,
            FrameLayer([0, 7, 0, 8, 4] + FrameLayer.filler(15), ipProtocol: 33)),
        .ipv4(from: Host.a, to: Host.b, .authenticationHeader(.udp(from: 1, to: 2))),
        .ipv4(from: Host.a, to: Host.b, fragment: first, .udp(from: 1, to: 2, payload: 16)),
        .ipv4(
            from: Host.a, to: Host.b, fragment: later,
            FrameLayer(FrameLayer.filler(50), ipProtocol: 17)),
        .ipv4(from: Host.a, to: Host.b, totalBytes: 0, .tcp(from: 1, to: 2, payload: 5)),
        .ipv6(
            from: Host.a6, to: Host.b6, .fragmentHeader(first, .tcp(from: 1, to: 2, payload: 4))),
        .ipv6(
            from: Host.a6, to: Host.b6,
            .fragmentHeader(later, FrameLayer(FrameLayer.filler(9), ipProtocol: 6))),
    ].map { (.ethernet, FrameLayer.ethernet($0, padded: false).bytes) }

    private static let otherLinks: [(linkType: LinkType, bytes: [UInt8])] = [
        (.null, FrameLayer.littleEndian(UInt32(2)) + v4.bytes),
        (.loop, FrameLayer.bigEndian(UInt32(24)) + v6.bytes),
        (.rawIP, v4.bytes), (.rawIPv4, v4.bytes), (.rawIPv6, v6.bytes),
        (.linuxCooked, FrameLayer.filler(14) + [8, 0] + v4.bytes),
        (.linuxCookedV2, [0x86, 0xdd] + FrameLayer.filler(18) + v6.bytes),
        (.ppp, FrameLayer.ppp(v4, isFramed: true).bytes),
        (.pppSerial, FrameLayer.ppp(v6, isCompressed: true).bytes),
        (.pppoe, FrameLayer.pppoe(v4).bytes),
        (.ciscoHDLC, [0x0f, 0, 8, 0] + v4.bytes),
    ]
}
