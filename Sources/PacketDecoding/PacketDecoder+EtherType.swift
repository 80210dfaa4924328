internal import NetworkModel

// What an EtherType announces. Each function returns nil once the packet is decoded, else why it
// is skipped.
extension PacketDecoder {
    /// Follows EtherTypes, through tags, to IP.
    @inline(__always)
    mutating func decodeEtherType(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        switch cursor.etherType {
        case EtherType.ipv4: decodeIPv4(captured, &cursor, &summary)
        case EtherType.ipv6: decodeIPv6(captured, &cursor, &summary)
        default: decodeOtherEtherType(captured, &cursor, &summary)
        }
    }

    /// The same where IP doesn't come first.
    @inline(never)
    mutating func decodeOtherEtherType(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        while true {
            switch cursor.etherType {
            case EtherType.ipv4: return decodeIPv4(captured, &cursor, &summary)
            case EtherType.ipv6: return decodeIPv6(captured, &cursor, &summary)
            case 0x0806: return decodeARP(captured, &cursor)
            case EtherType.mpls, 0x8848: return decodeLabels(captured, &cursor, &summary)
            case 0x8864: return decodePPPoE(captured, &cursor, &summary)
            case EtherType.ppp: return decodePPP(captured, &cursor, &summary)
            // 802.1Q, 802.1ad, and what came before the latter.
            case 0x8100, 0x88a8, 0x9100, 0x9200:
                guard cursor.descend() else { return .tooDeep }
                guard captured.has(4, at: cursor.offset) else { return cursor.reasonWithout(4) }
                record(vlan: captured.word16(at: cursor.offset) & 0x0fff, &summary)
                cursor.etherType = captured.word16(at: cursor.offset + 2)
                cursor.offset += 4
            default:
                if let reason = cursor.passShim(captured) { return reason }
            }
        }
    }

    /// Keeps the first two tags of the frame, none of what a tunnel carries.
    private func record(vlan identifier: UInt16, _ summary: inout PacketSummary) {
        guard summary.tunnel == nil else { return }
        if summary.vlan == nil {
            summary.vlan = identifier
        } else if summary.innerVLAN == nil {
            summary.innerVLAN = identifier
        }
    }

    /// ARP is no IP; what it says of IPv4 is kept.
    private func decodeARP(_ captured: RawSpan, _ cursor: inout HeaderCursor) -> SkipReason {
        let start = cursor.offset
        guard captured.has(18, at: start) else { return .arp }
        // Protocol type IPv4, hardware addresses of 6 bytes, protocol addresses of 4.
        guard captured.word32(at: start + 2) == 0x0800_0604 else { return .arp }
        cursor.arpSender = IPAddress(v4: captured.word32(at: start + 14))
        return .arp
    }

    /// A stack of MPLS labels, which doesn't say what it carries.
    mutating func decodeLabels(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard cursor.descend() else { return .tooDeep }
        for _ in 0..<DecodingLimit.labels {
            guard captured.has(4, at: cursor.offset) else { return cursor.reasonWithout(4) }
            let isLast = captured.byte(at: cursor.offset + 2) & 1 == 1
            cursor.offset += 4
            if isLast { return decodeBehindLabels(captured, &cursor, &summary) }
        }
        return .tooDeep
    }

    /// IP, or the Ethernet frame of a pseudo-wire with or without its control word (RFC 4448).
    private mutating func decodeBehindLabels(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        let start = cursor.offset
        guard captured.has(1, at: start) else { return cursor.reasonWithout(1) }
        let first = captured.byte(at: start)
        let isFrame = captured.has(14, at: start) && isFrameLikely(captured, start)
        // A station's address may begin like IP.
        if let number = EtherType.ofPacket(beginningWith: first),
            !isFrame || cursor.fits(number, captured)
        {
            cursor.etherType = number
            return decodeEtherType(captured, &cursor, &summary)
        }
        // A control word begins with four zero bits; so do many stations' addresses.
        if first >> 4 == 0 && !isFrame { cursor.offset += 4 }
        guard captured.has(14, at: cursor.offset) else {
            return cursor.reasonWithout(14) == .truncated ? .truncated : .notIP
        }
        guard isFrameLikely(captured, cursor.offset) else { return .notIP }
        cursor.etherType = EtherType.ethernet
        return decodeOtherEtherType(captured, &cursor, &summary)
    }

    private func isFrameLikely(_ captured: RawSpan, _ offset: Int) -> Bool {
        EtherType.isLikely(captured.word16(at: offset + 12))
    }

    /// A PPPoE session header, then PPP.
    mutating func decodePPPoE(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard cursor.descend() else { return .tooDeep }
        guard captured.has(6, at: cursor.offset) else { return cursor.reasonWithout(6) }
        // Version 1, type 1, code 0: session data. Discovery has other codes.
        guard captured.word16(at: cursor.offset) == 0x1100 else { return .notIP }
        cursor.offset += 6
        return decodePPP(captured, &cursor, &summary)
    }

    /// IP of the version that its own first four bits tell; anything else isn't IP.
    mutating func decodeByVersion(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(1, at: cursor.offset) else { return cursor.reasonWithout(1) }
        switch captured.byte(at: cursor.offset) >> 4 {
        case 4: return decodeIPv4(captured, &cursor, &summary)
        case 6: return decodeIPv6(captured, &cursor, &summary)
        default: return .notIP
        }
    }
}
