import NetworkModel

/// The totals of all conversations of a capture, VLANs ignored.
struct ConversationTable {
    var totals: [Conversation: ConversationTotals] = [:]

    /// Adds packets from `source` to `destination`.
    mutating func add(
        from source: Endpoint, to destination: Endpoint, _ transport: TransportProtocol,
        packets: Int, bytes: Int
    ) {
        let isForward = source < destination
        let key = Conversation(
            lesser: isForward ? source : destination, greater: isForward ? destination : source,
            transport: transport)
        if isForward {
            totals[key, default: ConversationTotals()].forwardPackets += packets
            totals[key, default: ConversationTotals()].forwardBytes += bytes
        } else {
            totals[key, default: ConversationTotals()].reversePackets += packets
            totals[key, default: ConversationTotals()].reverseBytes += bytes
        }
    }
}

extension ConversationTable {
    /// As NFStream has it, whose ICMP flows have no ports.
    static func withoutICMPTypes(_ table: ConversationTable) -> ConversationTable {
        var result = ConversationTable()
        for (key, totals) in table.totals {
            var (lesser, greater) = (key.lesser, key.greater)
            if key.transport.isICMP {
                lesser.port = 0
                greater.port = 0
            }
            result.add(
                from: lesser, to: greater, key.transport, packets: totals.forwardPackets,
                bytes: totals.forwardBytes)
            result.add(
                from: greater, to: lesser, key.transport, packets: totals.reversePackets,
                bytes: totals.reverseBytes)
        }
        return result
    }
}
