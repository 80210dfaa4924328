internal import NetworkModel

// IEEE 802.11. Each function returns nil once the packet is decoded, else why it is skipped.
extension PacketDecoder {
    /// A radiotap header, of which the length and the flag of padding matter.
    mutating func decodeRadiotap(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        let start = cursor.offset
        guard captured.has(8, at: start) else { return cursor.reasonWithout(8) }
        let headerBytes = Int(captured.word16(at: start + 2).byteSwapped)
        guard captured.byte(at: start) == 0 && headerBytes >= 8 else { return .malformed }
        guard captured.has(headerBytes, at: start) else {
            return cursor.reasonWithout(headerBytes)
        }
        let flags = radiotapFlags(captured, start..<start + headerBytes)
        cursor.offset += headerBytes
        return decodeWireless(captured, &cursor, &summary, isPadded: flags & 0x20 != 0)
    }

    /// The field of flags, which lies behind the timer if that is there; 0 without one.
    private func radiotapFlags(_ captured: RawSpan, _ header: Range<Int>) -> UInt8 {
        let present = captured.word32(at: header.lowerBound + 4).byteSwapped
        guard present & 2 != 0 else { return 0 }
        var position = 8
        // Words of more fields, as long as each announces another.
        var word = present
        while word >> 31 == 1 {
            guard position + 4 <= header.count else { return 0 }
            word = captured.word32(at: header.lowerBound + position).byteSwapped
            position += 4
        }
        if present & 1 != 0 { position = (position + 7) / 8 * 8 + 8 }
        return position < header.count ? captured.byte(at: header.lowerBound + position) : 0
    }

    /// Prism's header of fixed fields, or AVS's, told apart by their first word.
    mutating func decodePrism(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        guard captured.has(8, at: cursor.offset) else { return cursor.reasonWithout(8) }
        let first = captured.word32(at: cursor.offset)
        let length = captured.word32(at: cursor.offset + 4)
        // AVS writes its version in network order, Prism in that of the machine.
        let isAVS = first & 0xffff_f000 == 0x8021_1000
        let headerBytes = Int(isAVS || length < 0x1_0000 ? length : length.byteSwapped)
        guard headerBytes >= 8 && headerBytes < 0x1_0000 else { return .malformed }
        return decode(.wireless, behind: headerBytes, captured, &cursor, &summary)
    }

    /// A data frame: addresses whose meaning the direction tells, then LLC.
    ///
    /// Of several frames in one (A-MSDU) the first is decoded.
    mutating func decodeWireless(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        isPadded: Bool = false
    ) -> SkipReason? {
        let start = cursor.offset
        guard captured.has(2, at: start) else { return cursor.reasonWithout(2) }
        let control = captured.byte(at: start)
        let flags = captured.byte(at: start + 1)
        // Version 0, type data; a subtype with the third bit set carries none.
        guard control & 0x0f == 0x08 && control & 0x40 == 0 else { return .notIP }
        let isQoS = control & 0x80 != 0
        let hasFourAddresses = flags & 3 == 3
        let qosOffset = start + (hasFourAddresses ? 30 : 24)
        var headerBytes = (hasFourAddresses ? 30 : 24) + (isQoS ? 2 : 0)
        // HT control, which the order bit announces in QoS frames.
        if isQoS && flags & 0x80 != 0 { headerBytes += 4 }
        guard captured.has(headerBytes, at: start) else {
            return cursor.reasonWithout(headerBytes)
        }
        let isInner = summary.tunnel != nil
        if !isInner { recordAddresses(captured, start, flags, &summary) }
        // Only the first of a frame's fragments begins with LLC.
        guard captured.byte(at: start + 22) & 0x0f == 0 else { return .notIP }
        let isAggregate = isQoS && captured.byte(at: qosOffset) & 0x80 != 0
        if isPadded { headerBytes = (headerBytes + 3) & ~3 }
        cursor.offset = start + headerBytes
        if flags & 0x40 != 0 && !isPlainLLC(captured, cursor.offset) { return .encrypted }
        // The header of the first subframe: two addresses and a length.
        if isAggregate { cursor.offset += 14 }
        return decodeLLC(captured, &cursor, &summary)
    }

    /// Whether a frame that says that it is protected was decrypted before it was captured.
    private func isPlainLLC(_ captured: RawSpan, _ offset: Int) -> Bool {
        captured.has(4, at: offset) && captured.word32(at: offset) == 0xaaaa_0300
    }

    private func recordAddresses(
        _ captured: RawSpan, _ start: Int, _ flags: UInt8, _ summary: inout PacketSummary
    ) {
        let isToSystem = flags & 1 != 0
        let isFromSystem = flags & 2 != 0
        summary.destinationMAC = address(captured, start + (isToSystem ? 16 : 4))
        summary.sourceMAC =
            switch (isToSystem, isFromSystem) {
            case (_, false): address(captured, start + 10)
            case (false, true): address(captured, start + 16)
            case (true, true): address(captured, start + 24)
            }
    }
}
