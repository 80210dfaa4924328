internal import NetworkModel

// Link headers. Each function returns nil once the packet is decoded, else why it is skipped.
extension PacketDecoder {
    /// Reads the link header and all that follows.
    @inline(__always)
    mutating func decodeLink(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard linkType == .ethernet else {
            return decodeOtherLink(captured, &cursor, &summary)
        }
        guard captured.has(14, at: 0) else { return cursor.reasonWithout(14) }
        // The last two bytes of each word belong to the next field.
        summary.destinationMAC = MACAddress(rawValue: captured.word64(at: 0) >> 16)
        summary.sourceMAC = MACAddress(rawValue: captured.word64(at: 6) >> 16)
        cursor.etherType = captured.word16(at: 12)
        cursor.offset = 14
        return decodeEtherType(captured, &cursor, &summary)
    }

    private mutating func decodeOtherLink(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        switch linkType {
        case .ethernet: preconditionFailure("Ethernet is handled by decodeLink.")
        case .null, .loop: return decodeAddressFamily(captured, &cursor, &summary)
        case .rawIP: return decodeByVersion(captured, &cursor, &summary)
        case .rawIPv4: return decodeIPv4(captured, &cursor, &summary)
        case .rawIPv6: return decodeIPv6(captured, &cursor, &summary)
        case .linuxCooked:
            return decodeCooked(
                captured, &cursor, &summary, headerBytes: 16, typeAt: 2, addressAt: 6,
                protocolAt: 14)
        case .linuxCookedV2:
            return decodeCooked(
                captured, &cursor, &summary, headerBytes: 20, typeAt: 8, addressAt: 12,
                protocolAt: 0)
        case .ppp: return decodePPP(captured, &cursor, &summary)
        case .pppSerial:
            guard captured.has(2, at: 0) else { return cursor.reasonWithout(2) }
            // 0x0f and 0x8f are Cisco's unicast and broadcast addresses; PPP's is 0xff.
            let isCisco = captured.byte(at: 0) & 0x7f == 0x0f && captured.byte(at: 1) == 0
            return isCisco
                ? decodeCiscoHDLC(captured, &cursor, &summary)
                : decodePPP(captured, &cursor, &summary)
        case .pppoe: return decodePPPoE(captured, &cursor, &summary)
        case .ciscoHDLC: return decodeCiscoHDLC(captured, &cursor, &summary)
        }
    }

    private mutating func decodeAddressFamily(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(4, at: 0) else { return cursor.reasonWithout(4) }
        var family = captured.word32(at: 0)
        // The families are small numbers: one with its upper half set was written by a machine of
        // the other byte order. OpenBSD's variant is always in network order.
        if linkType == .null && family > 0xffff { family = family.byteSwapped }
        cursor.offset = 4
        switch family {
        case 2: return decodeIPv4(captured, &cursor, &summary)
        // AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, macOS.
        case 10, 24, 28, 30: return decodeIPv6(captured, &cursor, &summary)
        default: return .notIP
        }
    }

    private mutating func decodeCooked(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        headerBytes: Int, typeAt: Int, addressAt: Int, protocolAt: Int
    ) -> SkipReason? {
        guard captured.has(headerBytes, at: 0) else { return cursor.reasonWithout(headerBytes) }
        // ARPHRD_NETLINK: the protocol field holds a netlink family, no EtherType.
        guard captured.word16(at: typeAt) != 824 else { return .notIP }
        // ARPHRD_ETHER with addresses of six bytes; only the sender's is there.
        let isEthernet = captured.word16(at: typeAt) == 1
        if isEthernet && captured.word16(at: addressAt - 2) & 0xff == 6 {
            summary.sourceMAC = MACAddress(rawValue: captured.word64(at: addressAt) >> 16)
        }
        let number = captured.word16(at: protocolAt)
        cursor.offset = headerBytes
        // Below the EtherTypes Linux has numbers of its own, of which 4 announces LLC.
        guard number > 1500 || number == 4 else { return .notIP }
        cursor.etherType = number
        return decodeEtherType(captured, &cursor, &summary)
    }

    private mutating func decodeCiscoHDLC(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(4, at: 0) else { return cursor.reasonWithout(4) }
        cursor.etherType = captured.word16(at: 2)
        cursor.offset = 4
        // No LLC here: a small number is a protocol of Cisco's.
        guard cursor.etherType > 1500 else { return .notIP }
        return decodeEtherType(captured, &cursor, &summary)
    }

    /// PPP's protocol field, after HDLC's address and control bytes if they are there.
    mutating func decodePPP(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
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
}
