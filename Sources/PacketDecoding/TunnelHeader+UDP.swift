internal import NetworkModel

extension TunnelHeader {
    /// Whether a port may be a tunnel's: most are told apart by one or two comparisons.
    @inline(__always)
    static func isTunnelPort(_ port: UInt16) -> Bool {
        guard port >= 1701 && port <= 8472 else { return false }
        switch port {
        case 1701, 2152, 3544, 4754, 4789, 4790, 6081, 8472: return true
        default: return false
        }
    }

    /// What a UDP datagram to or from a tunnel's port carries; `range` begins behind UDP's header.
    static func udp(_ port: UInt16, _ captured: RawSpan, _ range: Range<Int>) -> TunnelHeader? {
        // All have at least this much before what they carry, but Teredo, which carries more.
        guard range.count >= 8 && captured.has(8, at: range.lowerBound) else { return nil }
        switch port {
        case 1701: return layerTwo(captured, range)
        case 2152: return gtpU(captured, range)
        case 3544: return teredo(captured, range)
        case 4754: return gre(captured, range)
        // The second is what Linux and OTV used before the first was assigned.
        case 4789, 8472: return vxlan(captured, range)
        case 4790: return vxlanGPE(captured, range)
        case 6081: return geneve(captured, range)
        default: return nil
        }
    }

    /// RFC 7348; reserved bits are ignored as there, so that extensions pass.
    private static func vxlan(_ captured: RawSpan, _ range: Range<Int>) -> TunnelHeader? {
        let start = range.lowerBound
        guard captured.byte(at: start) & 0x08 != 0 else { return nil }
        return TunnelHeader(
            .vxlan, captured.word32(at: start + 4) >> 8, carrying: EtherType.ethernet,
            at: start + 8,
            end: range.upperBound)
    }

    /// VXLAN with a next protocol (draft-ietf-nvo3-vxlan-gpe).
    private static func vxlanGPE(_ captured: RawSpan, _ range: Range<Int>) -> TunnelHeader? {
        guard var header = vxlan(captured, range) else { return nil }
        // Without the bit P it is plain VXLAN.
        guard captured.byte(at: range.lowerBound) & 0x04 != 0 else { return header }
        switch captured.byte(at: range.lowerBound + 3) {
        case 1: header.etherType = EtherType.ipv4
        case 2: header.etherType = EtherType.ipv6
        case 3: header.etherType = EtherType.ethernet
        case 4: header.etherType = EtherType.nsh
        case 5: header.etherType = EtherType.mpls
        default: return nil
        }
        return header
    }

    /// RFC 8926.
    private static func geneve(_ captured: RawSpan, _ range: Range<Int>) -> TunnelHeader? {
        let start = range.lowerBound
        let first = captured.word32(at: start)
        // Version 0, and no control message.
        guard first >> 30 == 0 && first & 0x0080_0000 == 0 else { return nil }
        let number = UInt16(truncatingIfNeeded: first)
        guard number > 1500 else { return nil }
        return TunnelHeader(
            .geneve, captured.word32(at: start + 4) >> 8, carrying: number,
            at: start + 8 + Int(first >> 24 & 63) * 4, end: range.upperBound)
    }

    /// A G-PDU of GTPv1-U (3GPP TS 29.281): other messages carry no packet.
    private static func gtpU(_ captured: RawSpan, _ range: Range<Int>) -> TunnelHeader? {
        let start = range.lowerBound
        // Version 1, not the charging protocol; the message.
        guard captured.byte(at: start) & 0xf8 == 0x30, captured.byte(at: start + 1) == 0xff else {
            return nil
        }
        let flags = captured.byte(at: start) & 7
        let end = min(start + 8 + Int(captured.word16(at: start + 2)), range.upperBound)
        var offset = start + 8
        if flags != 0 {
            guard captured.has(4, at: offset) else { return nil }
            var next = flags & 4 == 0 ? 0 : captured.byte(at: offset + 3)
            offset += 4
            var extensionsLeft = DecodingLimit.nestedHeaders
            while next != 0 {
                guard extensionsLeft > 0 && captured.has(1, at: offset) else { return nil }
                extensionsLeft -= 1
                let byteCount = Int(captured.byte(at: offset)) * 4
                guard byteCount > 0 && captured.has(byteCount, at: offset) else { return nil }
                next = captured.byte(at: offset + byteCount - 1)
                offset += byteCount
            }
        }
        return TunnelHeader(
            .gtpU, captured.word32(at: start + 4), captured, packetAt: offset, end: end)
    }

    /// RFC 4380: authentication and origin may come before the IPv6 packet.
    private static func teredo(_ captured: RawSpan, _ range: Range<Int>) -> TunnelHeader? {
        var offset = range.lowerBound
        if captured.word16(at: offset) == 1 {
            let identifierBytes = Int(captured.byte(at: offset + 2))
            let valueBytes = Int(captured.byte(at: offset + 3))
            // A nonce of eight bytes and a confirmation of one.
            offset += 4 + identifierBytes + valueBytes + 9
        }
        guard captured.has(2, at: offset) else { return nil }
        if captured.word16(at: offset) == 0 { offset += 8 }
        guard captured.has(1, at: offset), captured.byte(at: offset) >> 4 == 6 else { return nil }
        return TunnelHeader(.teredo, 0, carrying: EtherType.ipv6, at: offset, end: range.upperBound)
    }
}
