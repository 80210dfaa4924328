import NetworkModel

/// The totals of all conversations of a capture, VLANs and tunnels ignored.
struct ConversationTable {
    var totals: [Conversation: ConversationTotals] = [:]

    /// Nothing.
    init() {}

    /// The sums of flow records; ICMP's types and codes are no ports here.
    init(
        _ records: [FlowRecord], bytes: KeyPath<DirectionStatistics, UInt64> = \.frameBytes
    ) {
        for record in records {
            let tuple = record.tuple
            let hasPorts = !tuple.transport.isICMP
            let source = Endpoint(address: tuple.source, port: hasPorts ? tuple.sourcePort : 0)
            let destination = Endpoint(
                address: tuple.destination, port: hasPorts ? tuple.destinationPort : 0)
            add(
                from: source, to: destination, tuple.transport,
                packets: Int(record.forward.packets), bytes: Int(record.forward[keyPath: bytes]))
            add(
                from: destination, to: source, tuple.transport,
                packets: Int(record.reverse.packets), bytes: Int(record.reverse[keyPath: bytes]))
        }
    }

    /// Adds packets from `source` to `destination`.
    mutating func add(
        from source: Endpoint, to destination: Endpoint, _ transport: TransportProtocol,
        packets: Int, bytes: Int
    ) {
        // In a packet to its own sender the ends can't be told apart.
        let isForward = source <= destination
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

extension ConversationTotals {
    /// The fields that differ from a peer's totals, or all where one side has no such conversation.
    static func differences(
        _ ours: ConversationTotals?, _ theirs: ConversationTotals?
    ) -> [FieldDifference] {
        guard let ours, let theirs else {
            return [FieldDifference("conversation", ours.text, theirs.text)].compactMap { $0 }
        }
        return [
            FieldDifference("packets there", ours.forwardPackets, theirs.forwardPackets),
            FieldDifference("packets back", ours.reversePackets, theirs.reversePackets),
            FieldDifference("bytes there", ours.forwardBytes, theirs.forwardBytes),
            FieldDifference("bytes back", ours.reverseBytes, theirs.reverseBytes),
        ].compactMap { $0 }
    }
}

extension ConversationTotals? {
    /// What messages show.
    fileprivate var text: String {
        guard let self else { return "none" }
        let there = "\(self.forwardPackets)/\(self.forwardBytes)"
        return "\(there) \(self.reversePackets)/\(self.reverseBytes)"
    }
}
