internal import NetworkModel

// What IP carries. `payload` is the range of the frame that a header and its load take by the
// lengths in the headers before; it may reach beyond the captured bytes.
extension PacketDecoder {
    /// Reads the transport header, after the extension headers before it.
    @inline(__always)
    mutating func decodeTransport(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        _ number: UInt8, _ payload: Range<Int>
    ) -> SkipReason? {
        switch number {
        case 6:
            summary.transport = .tcp
            return decodeTCP(captured, &summary, payload)
        case 17:
            summary.transport = .udp
            return decodeUDP(captured, &cursor, &summary, payload)
        default:
            return decodeOtherTransport(captured, &cursor, &summary, number, payload)
        }
    }

    private mutating func decodeOtherTransport(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        _ number: UInt8, _ payload: Range<Int>
    ) -> SkipReason? {
        summary.transport = TransportProtocol(rawValue: number)
        switch number {
        case 1, 58: return decodeICMP(captured, &summary, payload)
        case 33, 132, 136: return decodePorts(captured, &summary, number, payload)
        case _ where isExtensionHeader(number, summary.source.version):
            return decodeExtensionHeader(captured, &cursor, &summary, number, payload)
        default:
            summary.payloadBytes = UInt32(clamping: payload.count)
            followIP(captured, &cursor, &summary, number, payload)
            return nil
        }
    }

    /// True for a header that another one follows.
    ///
    /// The authentication header stands before what it authenticates in IPv4 too.
    func isExtensionHeader(_ number: UInt8, _ version: IPVersion) -> Bool {
        switch number {
        case 51: true
        // Hop-by-hop, routing, fragment, destination options, mobility, shim6.
        case 0, 43, 44, 60, 135, 140: version == .v6
        default: false
        }
    }

    @inline(__always)
    private func decodeTCP(
        _ captured: RawSpan, _ summary: inout PacketSummary, _ payload: Range<Int>
    ) -> SkipReason? {
        let start = payload.lowerBound
        guard payload.count >= 20 else {
            return decodeTinyFragment(captured, &summary, payload)
        }
        // Up to the window; what comes behind it, the options too, isn't looked at.
        guard captured.has(16, at: start) else { return .truncated }
        let headerBytes = Int(captured.byte(at: start + 12) >> 4) * 4
        guard headerBytes >= 20 else { return .malformed }
        // The options of a first fragment may go on in the next.
        guard headerBytes <= payload.count || summary.isFragment else { return .malformed }
        let ports = captured.word32(at: start)
        summary.sourcePort = UInt16(truncatingIfNeeded: ports >> 16)
        summary.destinationPort = UInt16(truncatingIfNeeded: ports)
        summary.tcpSequence = captured.word32(at: start + 4)
        summary.tcpAcknowledgement = captured.word32(at: start + 8)
        summary.tcpFlags = TCPFlags(rawValue: captured.byte(at: start + 13))
        summary.tcpWindow = captured.word16(at: start + 14)
        summary.transportHeaderBytes = UInt8(truncatingIfNeeded: headerBytes)
        summary.payloadBytes = UInt32(clamping: max(payload.count - headerBytes, 0))
        return nil
    }

    /// A first fragment that ends inside TCP's header, as scanners send to hide the flags: it has
    /// the ports and thereby a flow, but no flags.
    private func decodeTinyFragment(
        _ captured: RawSpan, _ summary: inout PacketSummary, _ payload: Range<Int>
    ) -> SkipReason? {
        guard summary.isFragment && payload.count >= 4 else { return .malformed }
        guard readPorts(captured, &summary, payload.lowerBound) else { return .truncated }
        summary.transportHeaderBytes = UInt8(truncatingIfNeeded: payload.count)
        return nil
    }

    @inline(__always)
    private mutating func decodeUDP(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        _ payload: Range<Int>
    ) -> SkipReason? {
        let start = payload.lowerBound
        guard payload.count >= 8 else { return .malformed }
        guard captured.has(6, at: start) else { return .truncated }
        // A jumbogram's length field is 0 (RFC 2675).
        let length = captured.word16(at: start + 4)
        guard length >= 8 || (length == 0 && summary.source.version == .v6) else {
            return .malformed
        }
        let ports = captured.word32(at: start)
        summary.sourcePort = UInt16(truncatingIfNeeded: ports >> 16)
        summary.destinationPort = UInt16(truncatingIfNeeded: ports)
        summary.transportHeaderBytes = 8
        summary.payloadBytes = UInt32(clamping: payload.count - 8)
        if TunnelHeader.isTunnelPort(summary.destinationPort)
            || TunnelHeader.isTunnelPort(summary.sourcePort)
        {
            followUDP(captured, &cursor, &summary, payload)
        }
        return nil
    }

    /// ICMP's type and code stand where others have ports; eight bytes count as its header.
    private func decodeICMP(
        _ captured: RawSpan, _ summary: inout PacketSummary, _ payload: Range<Int>
    ) -> SkipReason? {
        guard payload.count >= 4 else { return .malformed }
        guard captured.has(2, at: payload.lowerBound) else { return .truncated }
        summary.sourcePort = UInt16(captured.byte(at: payload.lowerBound))
        summary.destinationPort = UInt16(captured.byte(at: payload.lowerBound + 1))
        summary.transportHeaderBytes = UInt8(min(payload.count, 8))
        summary.payloadBytes = UInt32(clamping: max(payload.count - 8, 0))
        return nil
    }

    /// SCTP, DCCP and UDP-Lite: ports, and a header of known length.
    private func decodePorts(
        _ captured: RawSpan, _ summary: inout PacketSummary, _ number: UInt8, _ payload: Range<Int>
    ) -> SkipReason? {
        let start = payload.lowerBound
        var headerBytes = number == 136 ? 8 : 12
        guard payload.count >= headerBytes else { return .malformed }
        guard readPorts(captured, &summary, start) else { return .truncated }
        if number == 33 {
            guard captured.has(5, at: start) else { return .truncated }
            headerBytes = Int(captured.byte(at: start + 4)) * 4
            guard headerBytes >= 12 && headerBytes <= payload.count else { return .malformed }
        }
        summary.transportHeaderBytes = UInt8(clamping: headerBytes)
        summary.payloadBytes = UInt32(clamping: payload.count - headerBytes)
        return nil
    }

    private func readPorts(
        _ captured: RawSpan, _ summary: inout PacketSummary, _ offset: Int
    ) -> Bool {
        guard captured.has(4, at: offset) else { return false }
        summary.sourcePort = captured.word16(at: offset)
        summary.destinationPort = captured.word16(at: offset + 2)
        return true
    }
}
