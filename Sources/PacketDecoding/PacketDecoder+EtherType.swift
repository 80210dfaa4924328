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
        case 0x0800: decodeIPv4(captured, &cursor, &summary)
        case 0x86dd: decodeIPv6(captured, &cursor, &summary)
        default: decodeOtherEtherType(captured, &cursor, &summary)
        }
    }

    private mutating func decodeOtherEtherType(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        var tags = 0
        while true {
            switch cursor.etherType {
            case 0x0800: return decodeIPv4(captured, &cursor, &summary)
            case 0x86dd: return decodeIPv6(captured, &cursor, &summary)
            case 0x0806: return decodeARP(captured, &cursor)
            case 0x8847, 0x8848: return decodeLabels(captured, &cursor, &summary)
            case 0x8864: return decodePPPoE(captured, &cursor, &summary)
            // 802.1Q, 802.1ad, and what came before the latter.
            case 0x8100, 0x88a8, 0x9100, 0x9200:
                guard cursor.descend() else { return .tooDeep }
                guard captured.has(4, at: cursor.offset) else { return cursor.reasonWithout(4) }
                let identifier = captured.word16(at: cursor.offset) & 0x0fff
                if tags == 0 { summary.vlan = identifier }
                if tags == 1 { summary.innerVLAN = identifier }
                tags += 1
                cursor.etherType = captured.word16(at: cursor.offset + 2)
                cursor.offset += 4
            // A length, so that LLC follows.
            case 0...1500:
                cursor.etherType = 0
                guard cursor.descend() else { return .tooDeep }
                guard captured.has(3, at: cursor.offset) else { return cursor.reasonWithout(3) }
                let accessPoints = captured.word16(at: cursor.offset)
                let isUnnumbered = captured.byte(at: cursor.offset + 2) == 3
                if accessPoints == 0x0606 && isUnnumbered {
                    cursor.offset += 3
                    return decodeIPv4(captured, &cursor, &summary)
                }
                guard accessPoints == 0xaaaa && isUnnumbered else { return .notIP }
                guard captured.has(8, at: cursor.offset) else { return cursor.reasonWithout(8) }
                // SNAP: under the organisation 0 the number is an EtherType.
                let isEtherType = captured.word32(at: cursor.offset + 2) & 0xff_ffff == 0
                cursor.etherType = isEtherType ? captured.word16(at: cursor.offset + 6) : 0
                cursor.offset += 8
                guard cursor.etherType > 1500 else { return .notIP }
            default: return .notIP
            }
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
            // A pseudo-wire's control word begins with a nibble that isn't an IP version.
            if isLast { return decodeByVersion(captured, &cursor, &summary) }
        }
        return .tooDeep
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
