internal import NetworkModel

extension PacketDecoder {
    /// An IPv6 packet; returns nil once it is decoded, else why it is skipped.
    mutating func decodeIPv6(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary
    ) -> SkipReason? {
        let start = cursor.offset
        guard captured.has(40, at: start) else { return cursor.reasonWithout(40) }
        let first = captured.word32(at: start)
        guard first >> 28 == 6 else { return .malformed }
        let wireLeft = cursor.end - start
        let next = captured.byte(at: start + 6)
        var totalBytes = Int(captured.word16(at: start + 4)) + 40
        // 0 is a jumbogram or segmentation offload; but "no next header" may really carry nothing.
        // Of a length beyond the frame counts what was on the wire, as in IPv4.
        if (totalBytes == 40 && next != 59) || totalBytes > wireLeft {
            guard cursor.allowsOverrun() && wireLeft >= 40 else { return .malformed }
            totalBytes = wireLeft
        }

        cursor.ipOffset = start
        summary.source = address(captured, at: start + 8)
        summary.destination = address(captured, at: start + 24)
        summary.trafficClass = UInt8(truncatingIfNeeded: first >> 20)
        summary.timeToLive = captured.byte(at: start + 7)
        summary.ipBytes = UInt32(clamping: totalBytes)
        return decodeTransport(
            captured, &cursor, &summary, next, start + 40..<start + totalBytes)
    }

    @inline(__always)
    private func address(_ captured: RawSpan, at offset: Int) -> IPAddress {
        IPAddress(high: captured.word64(at: offset), low: captured.word64(at: offset + 8))
    }

    /// One extension header and what follows it; `payload` begins with the header.
    mutating func decodeExtensionHeader(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        _ number: UInt8, _ payload: Range<Int>
    ) -> SkipReason? {
        guard cursor.descend() else { return .tooDeep }
        let start = payload.lowerBound
        guard payload.count >= 8 else { return .malformed }
        guard captured.has(8, at: start) else { return .truncated }
        let next = captured.byte(at: start)
        guard number != 44 else {
            return decodeFragmentHeader(captured, &cursor, &summary, next, payload)
        }
        // Lengths are in units of 8 bytes without the first; an authentication header's in units
        // of 4 without the first two.
        let length = Int(captured.byte(at: start + 1))
        let headerBytes = number == 51 ? (length + 2) * 4 : (length + 1) * 8
        guard headerBytes <= payload.count else { return .malformed }
        return decodeTransport(
            captured, &cursor, &summary, next, start + headerBytes..<payload.upperBound)
    }

    private mutating func decodeFragmentHeader(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        _ next: UInt8, _ payload: Range<Int>
    ) -> SkipReason? {
        let start = payload.lowerBound
        let rest = start + 8..<payload.upperBound
        // Thirteen bits of offset, two reserved, "more fragments".
        let fragmentation = captured.word16(at: start + 2) & 0xfff9
        // An atomic fragment (RFC 6946) is a whole datagram.
        guard fragmentation != 0 else {
            return decodeTransport(captured, &cursor, &summary, next, rest)
        }
        let datagram = FragmentKey(
            source: summary.source, destination: summary.destination,
            identification: captured.word32(at: start + 4), transport: 0,
            tunnel: summary.tunnel)
        return decodeFragment(
            captured, &cursor, &summary, next, rest, of: datagram, isFirst: fragmentation & ~7 == 0)
    }
}
