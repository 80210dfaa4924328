import NetworkModel
import PacketDecoding
import TestSupport

/// One frame of each kind that the decoder knows, to be cut and mutated.
enum FrameSamples {
    static let all: [(linkType: LinkType, bytes: [UInt8])] =
        ethernet + tunnels + otherLinks + captureHeaders

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

    private static let tunnels: [(linkType: LinkType, bytes: [UInt8])] = [
        v4, v6, .gre(key: 1, sequence: 2, hasChecksum: true, v4),
        .gre(routes: [8, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0], v6), .pptp(call: 1, v4),
        .erspan(type: 2, session: 1, .ethernet(v6)),
        .erspan(type: 3, session: 1, isLong: true, .ethernet(v4)),
        .udp(to: 4789, carrying: FrameLayer.vxlan(1, .ethernet(.vlan(4, v4)))),
        .udp(to: 4790, carrying: [0x0c, 0, 0, 1, 0, 0, 3, 0] + v4.bytes),
        .udp(
            to: 6081,
            carrying: FrameLayer.geneve(
                1, options: FrameLayer.filler(8), number: 0x6558, .ethernet(v6))),
        .udp(
            to: 2152, carrying: FrameLayer.gtpU(1, extensions: (0x85, [1, 0, 9, 0]), v4)),
        .udp(to: 3544, carrying: [0, 1, 0, 0] + FrameLayer.filler(9) + v6.bytes),
        .udp(to: 1701, carrying: FrameLayer.l2tp(tunnel: 1, session: 2, isFull: true, v4)),
        .udp(to: 4754, carrying: FrameLayer.gre(v6).bytes),
        FrameLayer([0, 0, 0, 1] + FrameLayer.ethernet(v4).bytes, ipProtocol: 115),
        .gre(
            number: 0x894f,
            FrameLayer([0x0f, 0xc2, 1, 3, 0, 0, 1, 0xff] + FrameLayer.ethernet(v4).bytes)),
    ].map { (.ethernet, FrameLayer.ethernet(.ipv4(from: Host.b, to: Host.a, $0)).bytes) }

    private static let captureHeaders: [(linkType: LinkType, bytes: [UInt8])] = [
        (.wireless, FrameLayer.wireless(control: 3, isQoS: true, v4).bytes),
        (
            .radiotap,
            [0, 0, 17, 0, 3, 0, 0, 0] + FrameLayer.filler(8) + [0]
                + FrameLayer.wireless(isQoS: true, isAggregate: true, v6).bytes
        ),
        (.prism, [0, 0, 0, 0x44, 144, 0, 0, 0] + FrameLayer.filler(136) + wireless),
        (.avs, [0x80, 0x21, 0x10, 1, 0, 0, 0, 64] + FrameLayer.filler(56) + wireless),
        (.perPacketInformation, [0, 0, 12, 0, 105, 0, 0, 0, 1, 2, 3, 4] + wireless),
        (.packetTap, [16, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 2, 3, 4] + frame),
        (.frameRelay, [0x18, 0x41, 3, 0xcc] + v4.bytes),
        (.frameRelay, [0x18, 0x41, 8, 0] + v4.bytes),
        (.frameRelay, [0x18, 0x41, 3, 0, 0x80, 0, 0x80, 0xc2, 0, 7] + frame),
        (.atm, FrameLayer.snap(v6).bytes),
        (.fddi, [0x50] + FrameLayer.filler(12) + FrameLayer.snap(v4).bytes),
        (.infiniBand, FrameLayer.filler(40) + [0x86, 0xdd, 0, 0] + v6.bytes),
        (.slip, FrameLayer.filler(16) + v4.bytes),
        (
            .netfilterLog,
            [2, 0, 0, 1, 5, 0, 10, 0, 7, 0, 0, 0]
                + FrameLayer.littleEndian(UInt16(4 + v4.bytes.count)) + [9, 0] + v4.bytes
        ),
        (.ipObservation, FrameLayer.filler(24) + v4.bytes),
        (.encapsulation, [2, 0, 0, 0] + FrameLayer.filler(8) + v4.bytes),
        (.packetFilterLog, [61, 24] + FrameLayer.filler(62) + v6.bytes),
        (.juniperEthernet, [0x4d, 0x47, 0x43, 0x80, 0, 6] + FrameLayer.filler(6) + frame),
        (.pppWithDirection, [1] + FrameLayer.ppp(v4).bytes),
        (.broadcomTag, tagged(4)), (.marvellTag, tagged(4)), (.marvellTypedTag, tagged(8)),
        (.broadcomTagBefore, FrameLayer.filler(4) + frame),
    ]

    private static let wireless = FrameLayer.wireless(v4).bytes
    private static let frame = FrameLayer.ethernet(v4, padded: false).bytes

    private static func tagged(_ count: Int) -> [UInt8] {
        Array(frame[..<12]) + FrameLayer.filler(count) + Array(frame[12...])
    }
}
