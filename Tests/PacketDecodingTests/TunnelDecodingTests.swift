import NetworkModel
import PacketDecoding
import TestSupport
import Testing

@Suite struct TunnelDecodingTests {
    private static let outerA = IPAddress.literal("172.16.0.1")
    private static let outerB = IPAddress.literal("172.16.0.2")
    private static let v4 = FrameLayer.ipv4(
        from: Host.a, to: Host.b, .tcp(from: 11, to: 22, flags: .syn, payload: 33))
    private static let v6 = FrameLayer.ipv6(
        from: Host.a6, to: Host.b6, .udp(from: 11, to: 22, payload: 33))

    private static func outer(_ layer: FrameLayer) -> FrameLayer {
        .ethernet(.vlan(5, .ipv4(from: outerA, to: outerB, timeToLive: 9, layer)), from: 7, to: 8)
    }

    /// Checks that the packet inside is the one that was decoded, whatever it is wrapped in.
    private func check(
        _ kind: TunnelKind, _ identifier: UInt32 = 0, _ packets: [FrameLayer] = [v4, v6],
        sourceLocation: SourceLocation = #_sourceLocation, _ wrap: (FrameLayer) -> FrameLayer
    ) {
        for packet in packets {
            let frame = Self.outer(wrap(packet))
            var decoder = PacketDecoder(linkType: .ethernet)
            let summary = decoder.decode(frame.bytes).summary(sourceLocation: sourceLocation)
            let isV4 = packet.etherType == 0x0800
            let tunnel = Tunnel(kind: kind, identifier: identifier)
            #expect(summary.tunnel == tunnel, sourceLocation: sourceLocation)
            #expect(summary.source == (isV4 ? Host.a : Host.a6), sourceLocation: sourceLocation)
            #expect(summary.sourcePort == 11, sourceLocation: sourceLocation)
            #expect(summary.destinationPort == 22, sourceLocation: sourceLocation)
            #expect(summary.tcpFlags == (isV4 ? .syn : []), sourceLocation: sourceLocation)
            #expect(summary.ipBytes == packet.bytes.count, sourceLocation: sourceLocation)
            #expect(summary.payloadBytes == 33, sourceLocation: sourceLocation)
            #expect(summary.timeToLive == 64, sourceLocation: sourceLocation)
            #expect(summary.frameBytes == frame.bytes.count, sourceLocation: sourceLocation)
            #expect(summary.vlan == 5 && summary.innerVLAN == nil, sourceLocation: sourceLocation)
            #expect(summary.sourceMAC.rawValue & 0xff == 7, sourceLocation: sourceLocation)
            let payload = Array(frame.bytes[decoder.payload])
            #expect(payload == FrameLayer.filler(33), sourceLocation: sourceLocation)
            #expect(decoder.tunnelCounters.opened == 1, sourceLocation: sourceLocation)
        }
    }

    /// Checks that the packet around a tunnel stays when nothing that can be decoded is inside.
    private func checkOuter(
        _ layer: FrameLayer, captured: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let frame = Self.outer(layer)
        let summary = PacketDecoder.decode(frame, captured: captured)
            .summary(sourceLocation: sourceLocation)
        #expect(summary.tunnel == nil, sourceLocation: sourceLocation)
        #expect(summary.source == Self.outerA, sourceLocation: sourceLocation)
        #expect(summary.transport.rawValue == layer.ipProtocol, sourceLocation: sourceLocation)
        #expect(summary.ipBytes == 20 + layer.bytes.count, sourceLocation: sourceLocation)
        let headerBytes = layer.ipProtocol == 17 ? 8 : 0
        #expect(
            Int(summary.payloadBytes) == layer.bytes.count - headerBytes,
            sourceLocation: sourceLocation)
    }

    @Test func `IP is found in IP`() {
        check(.ipInIP) { $0 }
        for packet in [Self.v4, Self.v6] {
            let frame = FrameLayer.ipv6(from: Host.b6, to: Host.a6, packet)
            let summary = PacketDecoder.decode(frame, linkType: .rawIP).summary()
            #expect(summary.tunnel == Tunnel(kind: .ipInIP))
            #expect(summary.ipBytes == packet.bytes.count)
        }
        let options = FrameLayer.extensionHeader(60, Self.v4)
        let frame = FrameLayer.ipv6(from: Host.b6, to: Host.a6, options)
        #expect(PacketDecoder.decode(frame, linkType: .rawIP).summary().source == Host.a)
    }

    @Test func `GRE is passed with any of its fields`() {
        check(.gre) { .gre($0) }
        check(.gre) { .gre(hasChecksum: true, $0) }
        check(.gre, 0xdead_beef) { .gre(key: 0xdead_beef, $0) }
        check(.gre, 7) { .gre(key: 7, sequence: 1, hasChecksum: true, $0) }
        let routes: [UInt8] = [8, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0]
        check(.gre, 7) { .gre(key: 7, sequence: 1, routes: routes, $0) }
        check(.gre) { .gre(.vlan(9, $0)) }
        check(.gre) { .gre(.mpls([5], $0)) }
    }

    @Test func `GRE carries Ethernet, PPP, and packets that WCCP redirects`() {
        check(.gre, 0x1234_56ff) {
            .gre(key: 0x1234_56ff, number: 0x6558, .ethernet(.vlan(77, $0), padded: false))
        }
        check(.gre) { .pptp(call: 5, $0) }
        check(.gre) { .pptp(call: 5, acknowledgement: 3, $0) }
        check(.gre) { .gre(number: 0x880b, .ppp($0, isFramed: true)) }
        check(.gre, 0, [Self.v4]) { .gre(number: 0x883e, $0) }
        check(.gre, 0, [Self.v4]) { .gre(number: 0x883e, FrameLayer([0, 1, 2, 3] + $0.bytes)) }
    }

    @Test func `mirrored frames are found in ERSPAN`() {
        func frame(_ packet: FrameLayer) -> FrameLayer { .ethernet(.vlan(77, packet)) }
        check(.erspan) { .gre(number: 0x88be, frame($0)) }
        check(.erspan, 0x3ff) { .erspan(type: 2, session: 0x3ff, frame($0)) }
        check(.erspan, 5) { .erspan(type: 3, session: 5, frame($0)) }
        check(.erspan, 5) { .erspan(type: 3, session: 5, isLong: true, frame($0)) }
    }

    @Test func `VXLAN and Geneve carry frames`() {
        func frame(_ packet: FrameLayer) -> FrameLayer { .ethernet(.vlan(77, packet)) }
        check(.vxlan, 0xabcdef) { .udp(to: 4789, carrying: FrameLayer.vxlan(0xabcdef, frame($0))) }
        check(.vxlan, 3) { .udp(to: 8472, carrying: FrameLayer.vxlan(3, frame($0))) }
        check(.vxlan, 3, [Self.v4]) {
            .udp(to: 4790, carrying: [0x0c, 0, 0, 1, 0, 0, 3, 0] + $0.bytes)
        }
        check(.vxlan, 3) {
            .udp(to: 4790, carrying: [0x0c, 0, 0, 3, 0, 0, 3, 0] + frame($0).bytes)
        }
        check(.geneve, 9) {
            .udp(to: 6081, carrying: FrameLayer.geneve(9, number: 0x6558, frame($0)))
        }
        check(.geneve, 9) {
            let options = FrameLayer.filler(12)
            let number = $0.etherType
            return .udp(
                to: 6081, carrying: FrameLayer.geneve(9, options: options, number: number, $0))
        }
    }

    @Test func `GTP carries packets behind its extensions`() {
        check(.gtpU, 0x0102_0304) { .udp(to: 2152, carrying: FrameLayer.gtpU(0x0102_0304, $0)) }
        check(.gtpU, 1) { .udp(to: 2152, carrying: FrameLayer.gtpU(1, extensions: (0, []), $0)) }
        let container: [UInt8] = [1, 0, 9, 0x40, 2, 1, 2, 3, 4, 5, 6, 0]
        check(.gtpU, 1) {
            .udp(to: 2152, carrying: FrameLayer.gtpU(1, extensions: (0x85, container), $0))
        }
        checkOuter(.udp(to: 2152, carrying: FrameLayer.gtpU(1, message: 1, Self.v4)))
        // An extension of length 0 leads nowhere.
        checkOuter(.udp(to: 2152, carrying: FrameLayer.gtpU(1, extensions: (1, [0, 0]), Self.v4)))
    }

    @Test func `Teredo carries IPv6 behind its indications`() {
        let origin: [UInt8] = [0, 0, 1, 2, 3, 4, 5, 6]
        let authentication: [UInt8] = [0, 1, 2, 1] + FrameLayer.filler(3 + 9)
        for header in [[], origin, authentication, authentication + origin] {
            check(.teredo, 0, [Self.v6]) { .udp(to: 3544, carrying: header + $0.bytes) }
            check(.teredo, 0, [Self.v6]) {
                .udp(from: 3544, to: 50_000, carrying: header + $0.bytes)
            }
        }
        checkOuter(.udp(to: 3544, carrying: Self.v4.bytes))
    }

    @Test func `L2TP carries PPP and Ethernet`() {
        check(.l2tp, 0x0007_0009) {
            .udp(to: 1701, carrying: FrameLayer.l2tp(tunnel: 7, session: 9, $0))
        }
        check(.l2tp, 0x0007_0009) {
            .udp(to: 1701, carrying: FrameLayer.l2tp(tunnel: 7, session: 9, isFull: true, $0))
        }
        for agreed in [0, 4, 8, 12] {
            let cookie = [UInt8](repeating: 0x5a, count: agreed)
            check(.l2tp, 0x55) {
                let frame = FrameLayer.ethernet($0, padded: false).bytes
                return FrameLayer([0, 0, 0, 0x55] + cookie + frame, ipProtocol: 115)
            }
            check(.l2tp, 0x55) {
                let frame = FrameLayer.ethernet($0, padded: false).bytes
                return .udp(to: 1701, carrying: [0, 3, 0, 0, 0, 0, 0, 0x55] + cookie + frame)
            }
        }
        // Control messages.
        checkOuter(FrameLayer([0, 0, 0, 0, 0xc8, 3] + FrameLayer.filler(60), ipProtocol: 115))
        checkOuter(.udp(to: 1701, carrying: [0xc8, 2] + FrameLayer.filler(60)))
    }

    @Test func `a tunnel that carries no packet stays a packet`() {
        checkOuter(.gre(number: 0, FrameLayer([])))
        checkOuter(.gre(.arp(sender: Host.a, target: Host.b)))
        checkOuter(.gre(number: 0x0800, FrameLayer(FrameLayer.filler(80))))
        checkOuter(FrameLayer(FrameLayer.filler(50), ipProtocol: 4))
        checkOuter(FrameLayer([1, 2], ipProtocol: 47))
        for port: UInt16 in [1701, 2152, 3544, 4754, 4789, 4790, 6081, 8472] {
            for count in [0, 3, 7, 8, 9, 40, 300] {
                checkOuter(.udp(from: 50_000, to: port, payload: count))
                checkOuter(.udp(to: port, carrying: Array(repeating: 0, count: count)))
            }
        }
        let frame = FrameLayer.ethernet(.arp(sender: Host.a, target: Host.b))
        checkOuter(.udp(to: 4789, carrying: FrameLayer.vxlan(3, frame)))
    }

    @Test func `a packet that doesn't fit in its tunnel isn't one`() {
        let long = FrameLayer.ipv4(
            from: Host.a, to: Host.b, totalBytes: 200, .udp(from: 1, to: 2, payload: 20))
        checkOuter(.gre(long))
        checkOuter(.udp(to: 4789, carrying: FrameLayer.vxlan(3, .ethernet(long))))
        let long6 = FrameLayer.ipv6(
            from: Host.a6, to: Host.b6, payloadBytes: 200, .udp(from: 1, to: 2, payload: 20))
        checkOuter(.udp(to: 3544, carrying: long6.bytes))
    }

    @Test func `headers inside that weren't captured leave the packet around them`() {
        let layer = FrameLayer.udp(
            to: 4789, carrying: FrameLayer.vxlan(3, .ethernet(Self.v4)))
        checkOuter(layer, captured: 18 + 28 + 8 + 14 + 20 + 10)
        let frame = Self.outer(layer)
        let summary = PacketDecoder.decode(frame, captured: 18 + 28 + 8 + 14 + 20 + 20).summary()
        #expect(summary.tunnel == Tunnel(kind: .vxlan, identifier: 3))
        #expect(summary.payloadBytes == 33)
    }

    @Test func `tunnels in tunnels are followed to the limit`() {
        func nested(_ depth: Int) -> FrameLayer {
            (1...depth).reduce(Self.v4) { inner, level in
                .ipv4(
                    from: IPAddress(v4: UInt32(level)), to: Self.outerB,
                    .udp(to: 4789, carrying: FrameLayer.vxlan(UInt32(level), .ethernet(inner))))
            }
        }
        let limit = DecodingLimit.nestedTunnels
        var decoder = PacketDecoder(linkType: .rawIP)
        let inner = decoder.decode(nested(limit).bytes).summary()
        #expect(inner.source == Host.a)
        #expect(inner.tunnel == Tunnel(kind: .vxlan, identifier: 1))
        #expect(decoder.tunnelCounters.opened == UInt64(limit))
        let deepest = decoder.decode(nested(limit + 1).bytes).summary()
        #expect(deepest.source == IPAddress(v4: 1))
        #expect(deepest.tunnel == Tunnel(kind: .vxlan, identifier: 2))
        #expect(deepest.destinationPort == 4789)
        #expect(decoder.tunnelCounters.tooDeep == 1)
        let mixed = FrameLayer.gre(
            key: 4,
            .ipv6(
                from: Host.b6, to: Host.a6,
                .udp(to: 2152, carrying: FrameLayer.gtpU(6, Self.v4))))
        let summary = PacketDecoder.decode(Self.outer(mixed)).summary()
        #expect(summary.tunnel == Tunnel(kind: .gtpU, identifier: 6))
        #expect(summary.source == Host.a)
    }

    @Test func `an outer frame that was cut without a trace keeps the length inside`() {
        // Segmentation offload: the outer length is 0, the inner one is, too.
        let inner = FrameLayer.ipv4(
            from: Host.a, to: Host.b, totalBytes: 0, .udp(from: 1, to: 2, payload: 900))
        let layer = FrameLayer.udp(to: 4789, carrying: FrameLayer.vxlan(3, .ethernet(inner)))
        let frame = FrameLayer.ethernet(
            .ipv4(from: Self.outerA, to: Self.outerB, totalBytes: 0, layer))
        let summary = PacketDecoder.decode(frame).summary()
        #expect(summary.tunnel == Tunnel(kind: .vxlan, identifier: 3))
        #expect(summary.payloadBytes == 900)
    }
}
