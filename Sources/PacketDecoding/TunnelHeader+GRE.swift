internal import NetworkModel

extension TunnelHeader {
    private static let hasChecksum: UInt16 = 0x8000
    private static let hasRouting: UInt16 = 0x4000
    private static let hasKey: UInt16 = 0x2000
    private static let hasSequence: UInt16 = 0x1000
    private static let hasAcknowledgement: UInt16 = 0x0080

    /// Generic routing encapsulation (RFC 2784, RFC 2890), with what Cisco and Microsoft put in it.
    static func gre(_ captured: RawSpan, _ range: Range<Int>) -> TunnelHeader? {
        let start = range.lowerBound
        guard range.count >= 4 && captured.has(4, at: start) else { return nil }
        let flags = captured.word16(at: start)
        let number = captured.word16(at: start + 2)
        switch flags & 7 {
        case 0: return generic(captured, range, flags, number)
        case 1 where number == EtherType.ppp: return pointToPoint(captured, range, flags)
        default: return nil
        }
    }

    private static func generic(
        _ captured: RawSpan, _ range: Range<Int>, _ flags: UInt16, _ number: UInt16
    ) -> TunnelHeader? {
        var offset = range.lowerBound + 4
        var key: UInt32 = 0
        if flags & (hasChecksum | hasRouting) != 0 { offset += 4 }
        if flags & hasKey != 0 {
            guard captured.has(4, at: offset) else { return nil }
            key = captured.word32(at: offset)
            offset += 4
        }
        if flags & hasSequence != 0 { offset += 4 }
        if flags & hasRouting != 0 {
            guard let behind = behindRoutes(captured, offset) else { return nil }
            offset = behind
        }
        let end = range.upperBound
        switch number {
        case 0x88be where flags & hasSequence == 0:
            // Type I has no header of its own.
            return TunnelHeader(.erspan, 0, carrying: EtherType.ethernet, at: offset, end: end)
        case 0x88be: return mirrored(captured, offset, version: 1, headerBytes: 8, end: end)
        case 0x22eb: return mirrored(captured, offset, version: 2, headerBytes: 12, end: end)
        case 0x883e:
            // WCCP's second version puts four bytes before the packet.
            guard captured.has(1, at: offset) else { return nil }
            let isFirstVersion = captured.byte(at: offset) >> 4 == 4
            return TunnelHeader(
                .gre, key, carrying: EtherType.ipv4, at: offset + (isFirstVersion ? 0 : 4), end: end
            )
        case 0...1500: return nil
        default: return TunnelHeader(.gre, key, carrying: number, at: offset, end: end)
        }
    }

    /// Passes over source routes (RFC 1701), of which an empty one is the last.
    private static func behindRoutes(_ captured: RawSpan, _ start: Int) -> Int? {
        var offset = start
        for _ in 0..<DecodingLimit.nestedHeaders {
            guard captured.has(4, at: offset) else { return nil }
            let isLast = captured.word32(at: offset) == 0
            offset += 4 + Int(captured.byte(at: offset + 3))
            if isLast { return offset }
        }
        return nil
    }

    /// ERSPAN types II and III (draft-foschiano-erspan).
    private static func mirrored(
        _ captured: RawSpan, _ start: Int, version: UInt8, headerBytes: Int, end: Int
    ) -> TunnelHeader? {
        guard captured.has(headerBytes, at: start) else { return nil }
        guard captured.byte(at: start) >> 4 == version else { return nil }
        let session = UInt32(captured.word16(at: start + 2) & 0x3ff)
        // Type III may have eight bytes of the switch's own.
        let hasMore = version == 2 && captured.byte(at: start + 11) & 1 == 1
        return TunnelHeader(
            .erspan, session, carrying: EtherType.ethernet,
            at: start + headerBytes + (hasMore ? 8 : 0),
            end: end)
    }

    /// Version 1 as PPTP has it (RFC 2637).
    ///
    /// Its call is numbered by the receiver, each way otherwise, and so it identifies nothing.
    private static func pointToPoint(
        _ captured: RawSpan, _ range: Range<Int>, _ flags: UInt16
    ) -> TunnelHeader? {
        // Without a sequence number there is no payload.
        guard flags & hasKey != 0 && flags & hasSequence != 0 else { return nil }
        guard captured.has(8, at: range.lowerBound) else { return nil }
        let payloadBytes = Int(captured.word16(at: range.lowerBound + 4))
        let offset = range.lowerBound + 12 + (flags & hasAcknowledgement == 0 ? 0 : 4)
        return TunnelHeader(
            .gre, 0, carrying: EtherType.ppp, at: offset,
            end: min(offset + payloadBytes, range.upperBound))
    }
}
