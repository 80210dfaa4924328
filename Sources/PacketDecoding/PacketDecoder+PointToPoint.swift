internal import NetworkModel

// Links between two stations. Each function returns nil once the packet is decoded, else why it is
// skipped.
extension PacketDecoder {
    /// PPP or Cisco HDLC, by the address.
    mutating func decodePPPSerial(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(2, at: cursor.offset) else { return cursor.reasonWithout(2) }
        // 0x0f and 0x8f are Cisco's unicast and broadcast addresses; PPP's is 0xff.
        let isCisco =
            captured.byte(at: cursor.offset) & 0x7f == 0x0f
            && captured.byte(at: cursor.offset + 1) == 0
        return isCisco
            ? decodeCiscoHDLC(captured, &cursor, &summary)
            : decodePPP(captured, &cursor, &summary)
    }

    /// Cisco HDLC: address, control, EtherType.
    mutating func decodeCiscoHDLC(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(4, at: cursor.offset) else { return cursor.reasonWithout(4) }
        cursor.etherType = captured.word16(at: cursor.offset + 2)
        cursor.offset += 4
        // No LLC here: a small number is a protocol of Cisco's.
        guard cursor.etherType > 1500 else { return .notIP }
        return decodeEtherType(captured, &cursor, &summary)
    }

    /// PPP's protocol field, after HDLC's address and control bytes if they are there.
    mutating func decodePPP(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard cursor.descend() else { return .tooDeep }
        guard captured.has(2, at: cursor.offset) else { return cursor.reasonWithout(2) }
        if captured.word16(at: cursor.offset) == 0xff03 {
            cursor.offset += 2
            guard captured.has(2, at: cursor.offset) else { return cursor.reasonWithout(2) }
        }
        var number = UInt16(captured.byte(at: cursor.offset))
        // The last byte of the field is odd: an odd first byte is the whole of it.
        if number & 1 == 1 {
            cursor.offset += 1
        } else {
            number = captured.word16(at: cursor.offset)
            cursor.offset += 2
        }
        switch number {
        case 0x21: return decodeIPv4(captured, &cursor, &summary)
        case 0x57: return decodeIPv6(captured, &cursor, &summary)
        case 0x281, 0x283: return decodeLabels(captured, &cursor, &summary)
        default: return .notIP
        }
    }

    /// Frame relay with RFC 2427's network layer identifiers, or with Cisco's EtherType.
    mutating func decodeFrameRelay(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        // The address' last byte is odd.
        var addressBytes = 2
        guard captured.has(4, at: cursor.offset) else { return cursor.reasonWithout(4) }
        while captured.byte(at: cursor.offset + addressBytes - 1) & 1 == 0 {
            guard addressBytes < 4 else { return .notIP }
            addressBytes += 1
        }
        cursor.offset += addressBytes
        guard captured.has(2, at: cursor.offset) else { return cursor.reasonWithout(2) }
        let next = captured.word16(at: cursor.offset)
        if next > 1500 {
            cursor.etherType = next
            cursor.offset += 2
            return decodeEtherType(captured, &cursor, &summary)
        }
        // Unnumbered information, with a byte of padding where that aligns.
        guard next >> 8 == 3 else { return .notIP }
        cursor.offset += next & 0xff == 0 ? 2 : 1
        guard captured.has(1, at: cursor.offset) else { return cursor.reasonWithout(1) }
        let identifier = captured.byte(at: cursor.offset)
        cursor.offset += 1
        switch identifier {
        case 0xcc: return decodeIPv4(captured, &cursor, &summary)
        case 0x8e: return decodeIPv6(captured, &cursor, &summary)
        case 0x80:
            // SNAP's organisation and number.
            guard captured.has(5, at: cursor.offset) else { return cursor.reasonWithout(5) }
            let organisation = captured.word32(at: cursor.offset) >> 8
            let number = captured.word16(at: cursor.offset + 3)
            cursor.offset += 5
            if organisation == 0x00_80c2 && (number == 1 || number == 7) {
                cursor.etherType = EtherType.ethernet
            } else {
                guard organisation == 0 && number > 1500 else { return .notIP }
                cursor.etherType = number
            }
            return decodeEtherType(captured, &cursor, &summary)
        default: return .notIP
        }
    }
}
