import NetworkModel
import PacketDecoding
import TestSupport

/// One frame of each kind that captures may lack.
enum ConstructedFrames {
    private static let client = IPAddress.literal("10.1.2.3")
    private static let server = IPAddress.literal("192.0.2.200")
    private static let client6 = IPAddress.literal("2001:db8::1:2")
    private static let server6 = IPAddress.literal("fe80::ffee:ddcc:bbaa:9988")
    private static let v4 = FrameLayer.ipv4(
        from: client, to: server,
        .tcp(from: 100, to: 200, flags: [.psh, .ack], options: [1, 1, 1, 0], payload: 20))
    private static let v6 = FrameLayer.ipv6(
        from: client6, to: server6,
        .extensionHeader(0, .authenticationHeader(.udp(from: 1, to: 2, payload: 9))))
    private static let first = FragmentPosition(identification: 1, byteOffset: 0, hasMore: true)
    private static let later = FragmentPosition(identification: 1, byteOffset: 8, hasMore: false)
    private static let frame = FrameLayer.ethernet(.vlan(3, v4))

    private static let onEthernet: [FrameLayer] = [
        v4, v6, .vlan(1, .vlan(2, v4)), .mpls([1, 2], v6), .mpls([1], frame), .pppoe(v4),
        .snap(v6), .arp(sender: client, target: server),
        .ipv4(from: client, to: server, fragment: first, .udp(from: 1, to: 2, payload: 0)),
        .ipv4(from: client, to: server, fragment: later, FrameLayer([1, 2], ipProtocol: 17)),
        .ipv6(from: client6, to: server6, .fragmentHeader(first, .tcp(from: 1, to: 2))),
        FrameLayer([0, 1] + frame.bytes, etherType: 0x8903),
        FrameLayer([0, 1, 2, 3] + frame.bytes, etherType: 0x88e7),
        FrameLayer([0, 0x3f, 0, 1, 0, 2] + frame.bytes, etherType: 0x22f3),
        FrameLayer([0x0f, 0xc2, 1, 3, 0, 0, 1, 0xff] + frame.bytes, etherType: 0x894f),
    ]

    private static let inIP: [FrameLayer] = [
        v4, v6, .gre(key: 1, sequence: 2, hasChecksum: true, v4), .pptp(call: 1, v4),
        .gre(routes: [8, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0], v6),
        .erspan(type: 2, session: 1, frame), .erspan(type: 3, session: 1, isLong: true, frame),
        .udp(to: 4789, carrying: FrameLayer.vxlan(1, frame)),
        .udp(to: 4790, carrying: [0x0c, 0, 0, 1, 0, 0, 3, 0] + v4.bytes),
        .udp(
            to: 6081,
            carrying: FrameLayer.geneve(1, options: [0, 1, 2, 3], number: 0x6558, frame)),
        .udp(to: 2152, carrying: FrameLayer.gtpU(1, extensions: (0x85, [1, 0, 9, 0]), v4)),
        .udp(to: 3544, carrying: [0, 1, 0, 0] + FrameLayer.filler(9) + v6.bytes),
        .udp(to: 1701, carrying: FrameLayer.l2tp(tunnel: 1, session: 2, isFull: true, v4)),
        .udp(to: 4754, carrying: FrameLayer.gre(v6).bytes),
        FrameLayer([0, 0, 0, 1] + frame.bytes, ipProtocol: 115),
    ]

    /// The frames; link types without one of their own are reached by reading others as theirs.
    static let all: [(linkType: LinkType, bytes: [UInt8])] =
        onEthernet.map { (.ethernet, FrameLayer.ethernet($0).bytes) }
        + inIP.map {
            (.ethernet, FrameLayer.ethernet(.ipv4(from: server, to: client, $0)).bytes)
        }
        + [
            (.rawIP, v4.bytes), (.ppp, FrameLayer.ppp(v6, isFramed: true).bytes),
            (.wireless, FrameLayer.wireless(control: 3, isQoS: true, v4).bytes),
            (.radiotap, [0, 0, 9, 0, 2, 0, 0, 0, 0] + FrameLayer.wireless(v6).bytes),
            (.perPacketInformation, [0, 0, 8, 0, 1, 0, 0, 0] + frame.bytes),
            (.packetTap, [12, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0] + frame.bytes),
            (.frameRelay, [0x18, 0x41, 3, 0xcc] + v4.bytes),
            (.netfilterLog, [2, 0, 0, 1, 8, 0, 10, 0, 0, 0, 0, 7, 64, 0, 9, 0] + v4.bytes),
            (.juniperEthernet, [0x4d, 0x47, 0x43, 0x80, 0, 2, 9, 9] + frame.bytes),
        ]
}
