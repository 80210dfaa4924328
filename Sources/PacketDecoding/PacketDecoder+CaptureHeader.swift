internal import NetworkModel

// Links that a capture knows by a header of its own. Each function returns nil once the packet is
// decoded, else why it is skipped.
extension PacketDecoder {
    /// LLC without a length before it.
    mutating func decodeLLC(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        cursor.etherType = EtherType.lengthOfLLC
        return decodeOtherEtherType(captured, &cursor, &summary)
    }

    /// FDDI: frame control, both addresses, LLC.
    mutating func decodeFDDI(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(13, at: cursor.offset) else { return cursor.reasonWithout(13) }
        // Other frames aren't LLC's.
        guard captured.byte(at: cursor.offset) & 0x30 == 0x10 else { return .notIP }
        summary.destinationMAC = address(captured, cursor.offset + 1)
        summary.sourceMAC = address(captured, cursor.offset + 7)
        cursor.offset += 13
        return decodeLLC(captured, &cursor, &summary)
    }

    /// IP over InfiniBand: the global routing header, then an EtherType.
    mutating func decodeInfiniBand(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(44, at: cursor.offset) else { return cursor.reasonWithout(44) }
        cursor.etherType = captured.word16(at: cursor.offset + 40)
        cursor.offset += 44
        guard cursor.etherType > 1500 else { return .notIP }
        return decodeEtherType(captured, &cursor, &summary)
    }

    /// Per-packet information: its own length and the link type, lowest byte first.
    mutating func decodePerPacketInformation(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(8, at: cursor.offset) else { return cursor.reasonWithout(8) }
        let headerBytes = Int(captured.word16(at: cursor.offset + 2).byteSwapped)
        let number = captured.word32(at: cursor.offset + 4).byteSwapped
        guard headerBytes >= 8 else { return .malformed }
        return decode(number, behind: headerBytes, captured, &cursor, &summary)
    }

    /// Apple's metadata: its own length, a record type, and the link type, lowest byte first.
    mutating func decodePacketTap(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(12, at: cursor.offset) else { return cursor.reasonWithout(12) }
        let headerBytes = captured.word32(at: cursor.offset).byteSwapped
        let record = captured.word32(at: cursor.offset + 4).byteSwapped
        let number = captured.word32(at: cursor.offset + 8).byteSwapped
        // A record of type 1 carries a packet.
        guard record == 1 else { return .notIP }
        guard headerBytes >= 12 else { return .malformed }
        return decode(number, behind: Int(headerBytes), captured, &cursor, &summary)
    }

    /// A link type by its number, after a header that told it.
    private mutating func decode(
        _ number: UInt32, behind headerBytes: Int, _ captured: RawSpan,
        _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard let linkType = LinkType(dataLinkType: Int32(truncatingIfNeeded: number)) else {
            return .notIP
        }
        return decode(linkType, behind: headerBytes, captured, &cursor, &summary)
    }

    /// Netfilter's log: an address family, then attributes, one of which is the packet.
    mutating func decodeNetfilterLog(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(4, at: cursor.offset) else { return cursor.reasonWithout(4) }
        let family = UInt32(captured.byte(at: cursor.offset))
        cursor.offset += 4
        for _ in 0..<DecodingLimit.attributes {
            guard captured.has(4, at: cursor.offset) else { return cursor.reasonWithout(4) }
            // libpcap has turned them to the order of this machine.
            let byteCount = Int(captured.word16(at: cursor.offset).byteSwapped)
            let type = captured.word16(at: cursor.offset + 2).byteSwapped & 0x7fff
            guard byteCount >= 4 else { return .malformed }
            if type == 9 {
                cursor.end = min(cursor.end, cursor.offset + byteCount)
                cursor.offset += 4
                return decode(family: family, captured, &cursor, &summary)
            }
            cursor.offset += (byteCount + 3) & ~3
        }
        return .tooDeep
    }

    /// OpenBSD's encapsulating interface: an address family in the order of the machine that
    /// captured, and two more words.
    mutating func decodeEncapsulation(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(12, at: cursor.offset) else { return cursor.reasonWithout(12) }
        var family = captured.word32(at: cursor.offset)
        if family > 0xffff { family = family.byteSwapped }
        cursor.offset += 12
        return decode(family: family, captured, &cursor, &summary)
    }

    /// OpenBSD's packet filter log: its own length, which is rounded up to a word, and an address
    /// family.
    mutating func decodePacketFilterLog(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(2, at: cursor.offset) else { return cursor.reasonWithout(2) }
        let headerBytes = Int(captured.byte(at: cursor.offset))
        let family = UInt32(captured.byte(at: cursor.offset + 1))
        guard headerBytes >= 4 else { return .malformed }
        cursor.offset += (headerBytes + 3) & ~3
        return decode(family: family, captured, &cursor, &summary)
    }

    /// Juniper's header: a mark, flags, and extensions if the flags say so.
    mutating func decodeJuniper(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(6, at: cursor.offset) else { return cursor.reasonWithout(6) }
        let first = captured.word32(at: cursor.offset)
        guard first >> 8 == 0x4d_4743 else { return .notIP }
        let hasExtensions = first & 0x80 != 0
        let headerBytes =
            hasExtensions ? 6 + Int(captured.word16(at: cursor.offset + 4)) : 4
        // Without a link header four bytes tell the protocol.
        let hasLink = first & 0x02 == 0
        return decode(
            hasLink ? .ethernet : .rawIP, behind: headerBytes + (hasLink ? 0 : 4), captured,
            &cursor, &summary)
    }
}
