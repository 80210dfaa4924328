internal import NetworkModel

// Headers between the link's and IP's that say which EtherType comes next.
extension HeaderCursor {
    /// Passes over the header that `etherType` announces, other than IP's, to the next EtherType;
    /// returns nil once that is done, else why the frame is skipped.
    mutating func passShim(_ captured: RawSpan) -> SkipReason? {
        guard descend() else { return .tooDeep }
        switch etherType {
        // VN-Tag, the sequence tags of 802.1CB and of HSR: four bytes and the type.
        case 0x8926, 0xf1c1, 0x892f: return passTag(captured, bytes: 4)
        // Cisco metadata (security group tags).
        case 0x8909: return passTag(captured, bytes: 6)
        case EtherType.ethernet: return passEthernet(captured, after: 0)
        // FabricPath's tag, and 802.1ah's service tag before the customer's frame.
        case 0x8903: return passEthernet(captured, after: 2)
        case 0x88e7: return passEthernet(captured, after: 4)
        case 0x22f3: return passTRILL(captured)
        case EtherType.nsh: return passServiceHeader(captured)
        case 0x88e5: return passMACsec(captured)
        case 0...1500: return passLLC(captured)
        default: return .notIP
        }
    }

    /// A tag of `bytes` bytes before its EtherType.
    private mutating func passTag(_ captured: RawSpan, bytes: Int) -> SkipReason? {
        guard captured.has(bytes + 2, at: offset) else { return reasonWithout(bytes + 2) }
        etherType = captured.word16(at: offset + bytes)
        offset += bytes + 2
        return nil
    }

    /// An Ethernet header behind `bytes` bytes of another.
    private mutating func passEthernet(_ captured: RawSpan, after bytes: Int) -> SkipReason? {
        passTag(captured, bytes: bytes + 12)
    }

    /// TRILL (RFC 6325): options, then an Ethernet frame.
    private mutating func passTRILL(_ captured: RawSpan) -> SkipReason? {
        guard captured.has(6, at: offset) else { return reasonWithout(6) }
        let first = captured.word16(at: offset)
        // Version 0; the options are counted in words.
        guard first >> 14 == 0 else { return .notIP }
        return passEthernet(captured, after: 6 + Int(first >> 6 & 31) * 4)
    }

    /// A network service header (RFC 8300).
    private mutating func passServiceHeader(_ captured: RawSpan) -> SkipReason? {
        guard captured.has(4, at: offset) else { return reasonWithout(4) }
        let first = captured.word32(at: offset)
        let headerBytes = Int(first >> 16 & 63) * 4
        guard first >> 30 == 0 && headerBytes >= 8 else { return .malformed }
        switch first & 0xff {
        case 1: etherType = EtherType.ipv4
        case 2: etherType = EtherType.ipv6
        case 3: etherType = EtherType.ethernet
        case 4: etherType = EtherType.nsh
        case 5: etherType = EtherType.mpls
        default: return .notIP
        }
        offset += headerBytes
        return nil
    }

    /// MACsec (802.1AE): a frame that is only authenticated can be read.
    private mutating func passMACsec(_ captured: RawSpan) -> SkipReason? {
        guard captured.has(1, at: offset) else { return reasonWithout(1) }
        let control = captured.byte(at: offset)
        // Encrypted, or changed.
        guard control & 0x0c == 0 else { return .encrypted }
        return passTag(captured, bytes: control & 0x20 == 0 ? 6 : 14)
    }

    /// LLC with SNAP, or with the access point of IPv4.
    private mutating func passLLC(_ captured: RawSpan) -> SkipReason? {
        etherType = 0
        guard captured.has(3, at: offset) else { return reasonWithout(3) }
        let accessPoints = captured.word16(at: offset)
        guard captured.byte(at: offset + 2) == 3 else { return .notIP }
        if accessPoints == 0x0606 {
            etherType = EtherType.ipv4
            offset += 3
            return nil
        }
        guard accessPoints == 0xaaaa else { return .notIP }
        guard captured.has(8, at: offset) else { return reasonWithout(8) }
        let organisation = captured.word32(at: offset + 2) & 0xff_ffff
        let number = captured.word16(at: offset + 6)
        offset += 8
        switch organisation {
        // Under the organisation 0 the number is an EtherType; under 802.1H's it was one before a
        // bridge came between.
        case 0, 0x00_00f8:
            guard number > 1500 else { return .notIP }
            etherType = number
        // 802.1's own organisation: a bridged Ethernet frame, with or without its check sequence,
        // after two bytes of padding (RFC 2684, RFC 2427).
        case 0x00_80c2 where number == 1 || number == 7:
            etherType = EtherType.ethernet
            offset += 2
        default: return .notIP
        }
        return nil
    }
}
