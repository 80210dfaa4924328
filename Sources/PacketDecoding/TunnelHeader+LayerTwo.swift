internal import NetworkModel

// Layer two tunnelling, whose third version doesn't say what it carries.
extension TunnelHeader {
    /// L2TP over UDP: data of version 2 (RFC 2661) or 3 (RFC 3931).
    static func layerTwo(_ captured: RawSpan, _ range: Range<Int>) -> TunnelHeader? {
        let start = range.lowerBound
        let flags = captured.word16(at: start)
        switch flags & 0x800f {
        case 2: return version2(captured, range, flags)
        case 3: return session(captured, start + 4..<range.upperBound)
        // Control messages, and versions that are unknown.
        default: return nil
        }
    }

    /// L2TP version 3 over IP: a session other than 0, which is control's.
    static func session(_ captured: RawSpan, _ range: Range<Int>) -> TunnelHeader? {
        guard range.count >= 4 && captured.has(4, at: range.lowerBound) else { return nil }
        let session = captured.word32(at: range.lowerBound)
        guard session != 0 else { return nil }
        // The peers have agreed on a cookie of 0, 4 or 8 bytes and on a sublayer of 0 or 4.
        for agreedBytes in stride(from: 4, through: 16, by: 4) {
            let offset = range.lowerBound + agreedBytes
            if let number = likelyContent(captured, offset) {
                return TunnelHeader(
                    .l2tp, session, carrying: number.etherType, at: number.offset,
                    end: range.upperBound)
            }
        }
        return nil
    }

    /// Ethernet, PPP in HDLC's frames or Cisco's HDLC around IP, if that begins here.
    private static func likelyContent(
        _ captured: RawSpan, _ offset: Int
    ) -> (etherType: UInt16, offset: Int)? {
        guard captured.has(15, at: offset) else { return nil }
        switch captured.word32(at: offset) {
        case 0xff03_0021, 0xff03_0057: return (EtherType.ppp, offset)
        case 0x0f00_0800: return (EtherType.ipv4, offset + 4)
        case 0x0f00_86dd: return (EtherType.ipv6, offset + 4)
        default: break
        }
        let number = captured.word16(at: offset + 12)
        let version = EtherType.ofPacket(beginningWith: captured.byte(at: offset + 14))
        let isTagged = number == 0x8100 || number == 0x88a8
        return version == number || isTagged ? (EtherType.ethernet, offset) : nil
    }

    private static func version2(
        _ captured: RawSpan, _ range: Range<Int>, _ flags: UInt16
    ) -> TunnelHeader? {
        // Bits that are reserved.
        guard flags & 0x34f0 == 0 else { return nil }
        var offset = range.lowerBound + 2
        var end = range.upperBound
        if flags & 0x4000 != 0 {
            end = min(end, range.lowerBound + Int(captured.word16(at: offset)))
            offset += 2
        }
        guard captured.has(4, at: offset) else { return nil }
        let identifier = captured.word32(at: offset)
        offset += 4
        if flags & 0x0800 != 0 { offset += 4 }
        if flags & 0x0200 != 0 {
            guard captured.has(2, at: offset) else { return nil }
            offset += 2 + Int(captured.word16(at: offset))
        }
        return TunnelHeader(.l2tp, identifier, carrying: EtherType.ppp, at: offset, end: end)
    }
}
