extension RawSpan {
    /// The length of the IP packet that the bytes begin with; nil if it isn't whole or isn't one.
    ///
    /// An IPv4 packet is whole with at least its total length, an IPv6 packet with its header and
    /// payload length; jumbograms don't fit nDPI's lengths.
    func wholeIPPacketBytes() -> Int? {
        guard byteCount >= 20 else { return nil }
        let first = byte(at: 0)
        let length: Int
        switch first >> 4 {
        case 4:
            length = word16(at: 2)
            guard Int(first & 15) * 4 >= 20 && length >= Int(first & 15) * 4 else { return nil }
        case 6:
            guard byteCount >= 40 else { return nil }
            let payload = word16(at: 4)
            guard payload > 0 else { return nil }
            length = 40 + payload
        default: return nil
        }
        guard length <= byteCount && length <= Int(UInt16.max) else { return nil }
        return length
    }

    /// True if the whole IP packet of `length` bytes is a TCP segment without payload that opens
    /// nothing: an acknowledgement, a window update or an end.
    ///
    /// Packets with IPv6 extension headers and fragments aren't told.
    func isEmptySegment(length: Int) -> Bool {
        let isV4 = byte(at: 0) >> 4 == 4
        let start = isV4 ? Int(byte(at: 0) & 15) * 4 : 40
        guard byte(at: isV4 ? 9 : 6) == 6 && length >= start + 20 else { return false }
        if isV4 && word16(at: 6) & 0x3fff != 0 { return false }
        let isSYN = byte(at: start + 13) & 2 != 0
        return !isSYN && length == start + Int(byte(at: start + 12) >> 4) * 4
    }

    @inline(__always)
    func byte(at offset: Int) -> UInt8 {
        // The load checks its bounds, and any bits make an integer: what is unsafe of the call in
        // general doesn't apply.
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    @inline(__always)
    func word16(at offset: Int) -> Int {
        Int(byte(at: offset)) << 8 | Int(byte(at: offset + 1))
    }
}
