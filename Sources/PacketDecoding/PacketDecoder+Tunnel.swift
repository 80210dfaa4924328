internal import NetworkModel

// What is inside a tunnel takes the place of the packet around it, if it is a packet.
extension PacketDecoder {
    /// Looks into a UDP datagram of a tunnel's port; `datagram` begins with UDP's header.
    @inline(never)
    mutating func followUDP(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        _ datagram: Range<Int>
    ) {
        let port =
            TunnelHeader.isTunnelPort(summary.destinationPort)
            ? summary.destinationPort : summary.sourcePort
        var end = datagram.upperBound
        if captured.has(6, at: datagram.lowerBound) {
            // What lies behind the datagram isn't in the tunnel.
            let length = Int(captured.word16(at: datagram.lowerBound + 4))
            if length >= 8 { end = min(end, datagram.lowerBound + length) }
        }
        let content = datagram.lowerBound + 8..<end
        follow(TunnelHeader.udp(port, captured, content), captured, &cursor, &summary)
    }

    /// Looks into what IP carries under a protocol number that is a tunnel's.
    @inline(never)
    mutating func followIP(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        _ number: UInt8, _ payload: Range<Int>
    ) {
        let header: TunnelHeader?
        switch number {
        case 4, 41:
            header = TunnelHeader(
                .ipInIP, 0, carrying: number == 4 ? EtherType.ipv4 : EtherType.ipv6,
                at: payload.lowerBound,
                end: payload.upperBound)
        case 47: header = TunnelHeader.gre(captured, payload)
        case 115: header = TunnelHeader.session(captured, payload)
        default: return
        }
        follow(header, captured, &cursor, &summary)
    }

    /// Decodes what a tunnel carries.
    ///
    /// Where that is no IP packet, or one that can't be decoded, the packet around the tunnel
    /// stays: it is one, whatever is in it.
    private mutating func follow(
        _ header: TunnelHeader?, _ captured: RawSpan, _ cursor: inout HeaderCursor,
        _ summary: inout PacketSummary
    ) {
        // A fragment carries no whole packet; all fragments stay together in the outer flow.
        guard !summary.isFragment else { return }
        guard let header else {
            tunnelCounters.unopened += 1
            return
        }
        guard cursor.tunnelsLeft > 0 else {
            tunnelCounters.tooDeep += 1
            return
        }
        var inside = cursor
        inside.tunnelsLeft -= 1
        inside.offset = header.offset
        inside.end = header.end
        inside.etherType = header.etherType
        var inner = summary
        inner.tunnel = header.tunnel
        inner.sourcePort = 0
        inner.destinationPort = 0
        inner.transportHeaderBytes = 0
        inner.payloadBytes = 0
        guard decodeEtherType(captured, &inside, &inner) == nil else {
            tunnelCounters.unopened += 1
            return
        }
        tunnelCounters.opened += 1
        cursor = inside
        summary = inner
    }
}
