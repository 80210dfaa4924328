import NetworkModel
import PacketDecoding
import TestSupport
import Testing

@Suite struct LinkDecodingTests {
    private static let v4 = FrameLayer.ipv4(
        from: Host.a, to: Host.b, .udp(from: 11, to: 22, payload: 33))
    private static let v6 = FrameLayer.ipv6(
        from: Host.a6, to: Host.b6, .udp(from: 11, to: 22, payload: 33))

    /// Checks that IPv4 and IPv6 are found behind a header that `wrap` puts before them.
    private func check(
        _ linkType: LinkType, sourceLocation: SourceLocation = #_sourceLocation,
        _ wrap: (FrameLayer) -> FrameLayer
    ) {
        for packet in [Self.v4, Self.v6] {
            let frame = wrap(packet)
            let summary = PacketDecoder.decode(frame, linkType: linkType)
                .summary(sourceLocation: sourceLocation)
            #expect(summary.source.version == (packet.etherType == 0x0800 ? .v4 : .v6))
            #expect(summary.destinationPort == 22, sourceLocation: sourceLocation)
            #expect(summary.payloadBytes == 33, sourceLocation: sourceLocation)
            #expect(summary.frameBytes == frame.bytes.count, sourceLocation: sourceLocation)
        }
    }

    @Test func `one VLAN tag gives its identifier`() {
        for tagProtocol: UInt16 in [0x8100, 0x88a8, 0x9100, 0x9200] {
            let frame = FrameLayer.ethernet(.vlan(0xabc, tagProtocol: tagProtocol, Self.v4))
            let summary = PacketDecoder.decode(frame).summary()
            #expect(summary.vlan == 0xabc)
            #expect(summary.innerVLAN == nil)
        }
        check(.ethernet) { .ethernet(.vlan(1, $0)) }
    }

    @Test func `stacked tags give the outer two identifiers`() {
        let frame = FrameLayer.ethernet(
            .vlan(100, tagProtocol: 0x88a8, .vlan(200, .vlan(300, Self.v6))))
        let summary = PacketDecoder.decode(frame).summary()
        #expect(summary.vlan == 100)
        #expect(summary.innerVLAN == 200)
        #expect(PacketDecoder.decode(.ethernet(Self.v4)).summary().vlan == nil)
    }

    @Test func `more tags than the limit are too deep`() {
        func frame(_ count: Int) -> FrameLayer {
            .ethernet((0..<count).reduce(Self.v4) { inner, _ in .vlan(7, inner) })
        }
        #expect(PacketDecoder.decode(frame(DecodingLimit.nestedHeaders)).reason == nil)
        #expect(PacketDecoder.decode(frame(DecodingLimit.nestedHeaders + 1)).reason == .tooDeep)
    }

    @Test func `an MPLS stack is passed over`() {
        check(.ethernet) { .ethernet(.mpls([17], $0)) }
        check(.ethernet) { .ethernet(.mpls([17, 0xfffff, 3], multicast: true, $0)) }
        let limit = DecodingLimit.labels
        let deepest = FrameLayer.ethernet(.mpls(Array(repeating: 5, count: limit), Self.v4))
        #expect(PacketDecoder.decode(deepest).reason == nil)
        let deeper = FrameLayer.ethernet(.mpls(Array(repeating: 5, count: limit + 1), Self.v4))
        #expect(PacketDecoder.decode(deeper).reason == .tooDeep)
    }

    @Test func `a pseudo-wire's control word isn't IP`() {
        let controlWord = FrameLayer([0, 0, 0, 1] + FrameLayer.filler(60))
        let frame = FrameLayer.ethernet(.mpls([17], controlWord))
        guard case .skipped(let skipped) = PacketDecoder.decode(frame) else {
            Issue.record("The frame was taken for IP.")
            return
        }
        #expect(skipped.reason == .notIP)
        #expect(skipped.etherType == 0x8847)
        #expect(skipped.frameBytes == frame.bytes.count)
        #expect(skipped.time == Timestamp(nanoseconds: 1_000_000_000))
    }

    @Test func `PPPoE sessions carry IP and discovery doesn't`() {
        check(.ethernet) { .ethernet(.vlan(5, .pppoe($0))) }
        check(.pppoe) { FrameLayer(FrameLayer.pppoe($0).bytes) }
        var discovery = FrameLayer.pppoe(Self.v4)
        discovery.bytes[1] = 0x09
        #expect(PacketDecoder.decode(.ethernet(discovery)).reason == .notIP)
        discovery.etherType = 0x8863
        #expect(PacketDecoder.decode(.ethernet(discovery)).reason == .notIP)
    }

    @Test func `PPP comes with and without HDLC and compression`() {
        for linkType in [LinkType.ppp, .pppSerial] {
            for (isCompressed, isFramed) in [
                (false, false), (true, false), (false, true), (true, true),
            ] {
                check(linkType) { .ppp($0, isCompressed: isCompressed, isFramed: isFramed) }
            }
        }
        let linkControl = FrameLayer([0xff, 3, 0xc0, 0x21] + FrameLayer.filler(20))
        #expect(PacketDecoder.decode(linkControl, linkType: .ppp).reason == .notIP)
    }

    @Test func `Cisco HDLC announces EtherTypes`() {
        for linkType in [LinkType.ciscoHDLC, .pppSerial] {
            check(linkType) {
                FrameLayer([0x0f, 0] + FrameLayer.bigEndian($0.etherType) + $0.bytes)
            }
        }
        let keepalive = FrameLayer([0x8f, 0, 0x80, 0x35] + FrameLayer.filler(18))
        #expect(PacketDecoder.decode(keepalive, linkType: .ciscoHDLC).reason == .notIP)
    }

    @Test func `LLC carries IP under SNAP only`() {
        check(.ethernet) { .ethernet(.snap($0)) }
        let spanningTree = FrameLayer([0x42, 0x42, 3] + FrameLayer.filler(35), etherType: 38)
        #expect(PacketDecoder.decode(.ethernet(spanningTree)).reason == .notIP)
        var otherOrganisation = FrameLayer.snap(Self.v4)
        otherOrganisation.bytes[5] = 0x0c
        #expect(PacketDecoder.decode(.ethernet(otherOrganisation)).reason == .notIP)
    }

    @Test func `Linux's cooked frames announce EtherTypes`() {
        check(.linuxCooked) {
            let header: [UInt8] = [0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]
            return FrameLayer(header + FrameLayer.bigEndian($0.etherType) + $0.bytes)
        }
        check(.linuxCookedV2) {
            let rest: [UInt8] = [0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0]
            return FrameLayer(FrameLayer.bigEndian($0.etherType) + rest + $0.bytes)
        }
        check(.linuxCooked) {
            let header: [UInt8] = [0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]
            let tag = FrameLayer.vlan(9, $0)
            return FrameLayer(header + FrameLayer.bigEndian(tag.etherType) + tag.bytes)
        }
        // ARPHRD_NETLINK, whose protocol is no EtherType even if it looks like one.
        let netlink: [UInt8] = [0, 4, 3, 56, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0]
        let frame = FrameLayer(netlink + Self.v4.bytes)
        #expect(PacketDecoder.decode(frame, linkType: .linuxCooked).reason == .notIP)
    }

    @Test func `raw IP has no link header`() {
        check(.rawIP) { $0 }
        #expect(PacketDecoder.decode(Self.v4, linkType: .rawIPv4).reason == nil)
        #expect(PacketDecoder.decode(Self.v6, linkType: .rawIPv6).reason == nil)
        #expect(PacketDecoder.decode(Self.v4, linkType: .rawIPv6).reason == .malformed)
        let other = FrameLayer([0x20] + FrameLayer.filler(60))
        #expect(PacketDecoder.decode(other, linkType: .rawIP).reason == .notIP)
    }

    @Test func `loopback's address family comes in both byte orders`() {
        for family: UInt32 in [24, 28, 30, 10] {
            func header(_ packet: FrameLayer) -> UInt32 { packet.etherType == 0x0800 ? 2 : family }
            check(.null) { FrameLayer(FrameLayer.littleEndian(header($0)) + $0.bytes) }
            check(.null) { FrameLayer(FrameLayer.bigEndian(header($0)) + $0.bytes) }
            check(.loop) { FrameLayer(FrameLayer.bigEndian(header($0)) + $0.bytes) }
        }
        let other = FrameLayer(FrameLayer.littleEndian(UInt32(7)) + Self.v4.bytes)
        #expect(PacketDecoder.decode(other, linkType: .null).reason == .notIP)
    }

    @Test func `ARP tells its sender`() {
        let frame = FrameLayer.ethernet(.vlan(3, .arp(sender: Host.a, target: Host.b)))
        guard case .skipped(let skipped) = PacketDecoder.decode(frame) else {
            Issue.record("ARP was taken for IP.")
            return
        }
        #expect(skipped.reason == .arp)
        #expect(skipped.etherType == 0x0806)
        #expect(skipped.arpSender == Host.a)
        let short = PacketDecoder.decode(frame, captured: 30)
        #expect(short.reason == .arp)
    }

    @Test func `libpcap's numbers name the link types`() {
        let numbers: [Int32: LinkType] = [
            0: .null, 1: .ethernet, 8: .slip, 9: .ppp, 10: .fddi, 11: .atm, 12: .rawIP,
            14: .rawIP, 101: .rawIP, 50: .pppSerial, 51: .pppoe, 104: .ciscoHDLC, 105: .wireless,
            107: .frameRelay, 108: .loop, 109: .encapsulation, 113: .linuxCooked,
            117: .packetFilterLog, 119: .prism, 127: .radiotap, 163: .avs, 178: .juniperEthernet,
            192: .perPacketInformation, 204: .pppWithDirection, 226: .ipObservation,
            228: .rawIPv4, 229: .rawIPv6, 239: .netfilterLog, 242: .infiniBand, 258: .packetTap,
            276: .linuxCookedV2, 281: .broadcomTag, 282: .broadcomTagBefore, 283: .marvellTag,
            284: .marvellTypedTag,
        ]
        #expect(Set(numbers.values) == Set(LinkType.allCases))
        for number: Int32 in -1...400 {
            #expect(LinkType(dataLinkType: number) == numbers[number])
        }
    }
}
