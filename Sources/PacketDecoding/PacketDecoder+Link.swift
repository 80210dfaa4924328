internal import NetworkModel

// Link headers. Each function returns nil once the packet is decoded, else why it is skipped.
extension PacketDecoder {
    /// Reads the link header and all that follows.
    @inline(__always)
    mutating func decodeLink(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard linkType == .ethernet else {
            return decodeLink(as: linkType, captured, &cursor, &summary)
        }
        guard captured.has(14, at: 0) else { return cursor.reasonWithout(14) }
        // The last two bytes of each word belong to the next field.
        summary.destinationMAC = MACAddress(rawValue: captured.word64(at: 0) >> 16)
        summary.sourceMAC = MACAddress(rawValue: captured.word64(at: 6) >> 16)
        cursor.etherType = captured.word16(at: 12)
        cursor.offset = 14
        return decodeEtherType(captured, &cursor, &summary)
    }

    /// Reads a link header of any type at the cursor.
    @inline(never)
    mutating func decodeLink(
        as linkType: LinkType, _ captured: RawSpan, _ cursor: inout HeaderCursor,
        _ summary: inout PacketSummary
    ) -> SkipReason? {
        switch linkType {
        case .ethernet: decodeEthernet(captured, &cursor, &summary)
        case .null: decodeAddressFamily(captured, &cursor, &summary)
        case .loop: decodeAddressFamily(captured, &cursor, &summary, isNetworkOrder: true)
        case .rawIP: decodeByVersion(captured, &cursor, &summary)
        case .rawIPv4: decodeIPv4(captured, &cursor, &summary)
        case .rawIPv6: decodeIPv6(captured, &cursor, &summary)
        case .linuxCooked: decodeCooked(captured, &cursor, &summary)
        case .linuxCookedV2: decodeCookedV2(captured, &cursor, &summary)
        case .ppp: decodePPP(captured, &cursor, &summary)
        case .pppSerial: decodePPPSerial(captured, &cursor, &summary)
        case .pppWithDirection: decode(.ppp, behind: 1, captured, &cursor, &summary)
        case .pppoe: decodePPPoE(captured, &cursor, &summary)
        case .ciscoHDLC: decodeCiscoHDLC(captured, &cursor, &summary)
        case .wireless: decodeWireless(captured, &cursor, &summary)
        case .radiotap: decodeRadiotap(captured, &cursor, &summary)
        case .prism, .avs: decodePrism(captured, &cursor, &summary)
        case .perPacketInformation: decodePerPacketInformation(captured, &cursor, &summary)
        case .packetTap: decodePacketTap(captured, &cursor, &summary)
        case .frameRelay: decodeFrameRelay(captured, &cursor, &summary)
        case .atm: decodeLLC(captured, &cursor, &summary)
        case .fddi: decodeFDDI(captured, &cursor, &summary)
        case .infiniBand: decodeInfiniBand(captured, &cursor, &summary)
        case .slip: decode(.rawIP, behind: 16, captured, &cursor, &summary)
        case .netfilterLog: decodeNetfilterLog(captured, &cursor, &summary)
        case .ipObservation: decode(.rawIP, behind: 24, captured, &cursor, &summary)
        case .encapsulation: decodeEncapsulation(captured, &cursor, &summary)
        case .packetFilterLog: decodePacketFilterLog(captured, &cursor, &summary)
        case .juniperEthernet: decodeJuniper(captured, &cursor, &summary)
        case .broadcomTag, .marvellTag:
            decodeEthernet(captured, &cursor, &summary, tagBytes: 4)
        case .broadcomTagBefore: decode(.ethernet, behind: 4, captured, &cursor, &summary)
        case .marvellTypedTag: decodeEthernet(captured, &cursor, &summary, tagBytes: 8)
        }
    }

    /// Ethernet with `tagBytes` bytes of another header between the addresses and the type.
    private mutating func decodeEthernet(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        tagBytes: Int = 0
    ) -> SkipReason? {
        let start = cursor.offset
        guard captured.has(14 + tagBytes, at: start) else {
            return cursor.reasonWithout(14 + tagBytes)
        }
        summary.destinationMAC = address(captured, start)
        summary.sourceMAC = address(captured, start + 6)
        cursor.etherType = captured.word16(at: start + 12 + tagBytes)
        cursor.offset = start + 14 + tagBytes
        return decodeEtherType(captured, &cursor, &summary)
    }

    /// Another link type after a header of which nothing matters.
    mutating func decode(
        _ linkType: LinkType, behind byteCount: Int, _ captured: RawSpan,
        _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard cursor.descend() else { return .tooDeep }
        guard captured.has(byteCount, at: cursor.offset) else {
            return cursor.reasonWithout(byteCount)
        }
        cursor.offset += byteCount
        return decodeLink(as: linkType, captured, &cursor, &summary)
    }

    /// An address on the link; the caller has made sure that six bytes are there.
    func address(_ captured: RawSpan, _ offset: Int) -> MACAddress {
        let upper = UInt64(captured.word32(at: offset)) << 16
        return MACAddress(rawValue: upper | UInt64(captured.word16(at: offset + 4)))
    }

    private mutating func decodeAddressFamily(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        isNetworkOrder: Bool = false
    ) -> SkipReason? {
        guard captured.has(4, at: cursor.offset) else { return cursor.reasonWithout(4) }
        var family = captured.word32(at: cursor.offset)
        // The families are small numbers: one with its upper half set was written by a machine of
        // the other byte order. OpenBSD's variant is always in network order.
        if !isNetworkOrder && family > 0xffff { family = family.byteSwapped }
        cursor.offset += 4
        return decode(family: family, captured, &cursor, &summary)
    }

    /// IP of the version that an address family names.
    mutating func decode(
        family: UInt32, _ captured: RawSpan, _ cursor: inout HeaderCursor,
        _ summary: inout PacketSummary
    ) -> SkipReason? {
        switch family {
        case 2: decodeIPv4(captured, &cursor, &summary)
        // AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, macOS.
        case 10, 24, 28, 30: decodeIPv6(captured, &cursor, &summary)
        default: .notIP
        }
    }

    private mutating func decodeCooked(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        let start = cursor.offset
        guard captured.has(16, at: start) else { return cursor.reasonWithout(16) }
        let hardware = captured.word16(at: start + 2)
        // ARPHRD_ETHER with addresses of six bytes; only the sender's is there.
        if hardware == 1 && captured.word16(at: start + 4) == 6 {
            summary.sourceMAC = address(captured, start + 6)
        }
        cursor.offset += 16
        return decodeCooked(
            hardware, captured.word16(at: start + 14), captured, &cursor, &summary)
    }

    private mutating func decodeCookedV2(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        let start = cursor.offset
        guard captured.has(20, at: start) else { return cursor.reasonWithout(20) }
        let hardware = captured.word16(at: start + 8)
        if hardware == 1 && captured.byte(at: start + 11) == 6 {
            summary.sourceMAC = address(captured, start + 12)
        }
        cursor.offset += 20
        return decodeCooked(hardware, captured.word16(at: start), captured, &cursor, &summary)
    }

    /// What follows a cooked header, by the type of the interface and the protocol.
    private mutating func decodeCooked(
        _ hardware: UInt16, _ number: UInt16, _ captured: RawSpan, _ cursor: inout HeaderCursor,
        _ summary: inout PacketSummary
    ) -> SkipReason? {
        switch hardware {
        // Netlink: the protocol field holds a netlink family, no EtherType.
        case 824: return .notIP
        // 802.11 and radiotap of an interface in monitor mode.
        case 801: return decodeWireless(captured, &cursor, &summary)
        case 803: return decodeRadiotap(captured, &cursor, &summary)
        default: break
        }
        // Below the EtherTypes Linux has numbers of its own, of which 4 announces LLC.
        guard number > 1500 || number == 4 else { return .notIP }
        cursor.etherType = number
        return decodeEtherType(captured, &cursor, &summary)
    }
}
