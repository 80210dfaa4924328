internal import NetworkModel

extension PacketDecoder {
    /// A fragment: the first is decoded and remembered, later ones get its ports.
    ///
    /// `number` is the protocol that the fragment's own IP header announces.
    mutating func decodeFragment(
        _ captured: RawSpan, _ cursor: inout HeaderCursor, _ summary: inout PacketSummary,
        _ number: UInt8, _ payload: Range<Int>, of datagram: FragmentKey, isFirst: Bool
    ) -> SkipReason? {
        summary.isFragment = true
        let transport = TransportProtocol(rawValue: number)
        // Without ports every fragment says by itself which flow it belongs to.
        let needsFirst =
            transport.hasPorts || transport.isICMP
            || isExtensionHeader(number, summary.source.version)
        if isFirst {
            let reason = decodeTransport(captured, &cursor, &summary, number, payload)
            if reason == nil && needsFirst {
                let first = FirstFragment(
                    time: summary.time, transport: summary.transport,
                    sourcePort: summary.sourcePort, destinationPort: summary.destinationPort)
                fragments.insert(first, of: datagram)
            }
            return reason
        }
        summary.transport = transport
        summary.payloadBytes = UInt32(clamping: payload.count)
        guard needsFirst else { return nil }
        guard let first = fragments.first(of: datagram, at: summary.time) else {
            return .fragmentWithoutFirst
        }
        summary.transport = first.transport
        summary.sourcePort = first.sourcePort
        summary.destinationPort = first.destinationPort
        return nil
    }
}
