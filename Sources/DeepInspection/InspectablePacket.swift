/// What an IP packet must be for nDPI to get it, and what of its headers decides about that.
///
/// nDPI's dissectors take for granted what its parser doesn't hold: that a packet of a TCP flow has
/// a whole TCP header, and that all packets of a flow have the transport of the first one. Both
/// choose the pointers that they follow.
struct InspectablePacket: Equatable {
    /// The length of the IP packet.
    var bytes: Int
    /// 4 or 6.
    var version: UInt8
    /// The protocol number behind the extension headers that nDPI passes over.
    var transport: UInt8
    /// Where the payload begins.
    var payloadStart: Int
    /// How much is behind the header of TCP or UDP; of others, all behind the IP header.
    var payloadBytes: Int

    /// nil if the bytes aren't a whole IP packet with whole headers, or a fragment but the first:
    /// nDPI refuses these, too, or would read headers where there are none.
    init?(_ packet: RawSpan) {
        guard let bytes = packet.wholeIPPacketBytes() else { return nil }
        self.bytes = bytes
        version = packet.byte(at: 0) >> 4
        var start: Int
        if version == 4 {
            guard packet.word16(at: 6) & 0x1fff == 0 else { return nil }
            transport = packet.byte(at: 9)
            start = Int(packet.byte(at: 0) & 15) * 4
        } else {
            transport = packet.byte(at: 6)
            start = 40
            while let length = Self.extensionBytes(transport, packet, start, end: bytes) {
                guard length > 0 && start + length <= bytes else { return nil }
                transport = packet.byte(at: start)
                start += length
            }
        }
        let rest = bytes - start
        switch transport {
        case 6:
            guard rest >= 20 else { return nil }
            let header = Int(packet.byte(at: start + 12) >> 4) * 4
            guard header >= 20 && header <= rest else { return nil }
            payloadBytes = rest - header
        case 17:
            guard rest >= 8 else { return nil }
            payloadBytes = rest - 8
        case 1, 58:
            guard rest >= 8 else { return nil }
            payloadBytes = rest
        default: payloadBytes = rest
        }
        payloadStart = bytes - payloadBytes
    }

    /// The length of an IPv6 extension header; 0 if the packet ends with it or is a later fragment,
    /// nil if it is none that nDPI passes over.
    private static func extensionBytes(
        _ type: UInt8, _ packet: RawSpan, _ start: Int, end: Int
    ) -> Int? {
        switch type {
        case 59: return 0
        case 0, 43, 44, 60, 135:
            guard start + 8 <= end else { return 0 }
            if type == 44 { return packet.word16(at: start + 2) & 0xfff8 == 0 ? 8 : 0 }
            return 8 + Int(packet.byte(at: start + 1)) * 8
        default: return nil
        }
    }
}
