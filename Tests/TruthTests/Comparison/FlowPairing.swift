import NetworkModel

/// A flow's key in a comparison: the ends in order, the protocol and the VLAN.
struct PairingKey: Hashable, CustomStringConvertible {
    var conversation: Conversation
    /// 0 where untagged.
    var vlan: UInt16

    init(_ source: Endpoint, _ destination: Endpoint, _ transport: TransportProtocol, vlan: UInt16)
    {
        conversation = Conversation(
            lesser: min(source, destination), greater: max(source, destination),
            transport: transport)
        self.vlan = vlan
    }

    /// The key of one of weir's records.
    init(_ record: FlowRecord) {
        let tuple = record.tuple
        self.init(
            Endpoint(address: tuple.source, port: tuple.sourcePort),
            Endpoint(address: tuple.destination, port: tuple.destinationPort), tuple.transport,
            vlan: record.vlan ?? 0)
    }

    /// The key of a packet.
    init(_ packet: PacketSummary) {
        self.init(
            Endpoint(address: packet.source, port: packet.sourcePort),
            Endpoint(address: packet.destination, port: packet.destinationPort),
            packet.transport, vlan: packet.vlan ?? 0)
    }

    var description: String { vlan == 0 ? "\(conversation)" : "\(conversation) VLAN \(vlan)" }
}

/// Which flow of a peer is which of weir's: same key, same place in the order of their starts, or
/// the same start where one side has more of them.
enum FlowPairing {
    /// The pairs and what has no counterpart.
    ///
    /// - Parameters:
    ///   - ours: Flows of one key in the order of their starts.
    ///   - theirs: The peer's of the same key in the order of theirs.
    static func pairs<Ours, Theirs>(
        _ ours: [Ours], _ theirs: [Theirs], isSameStart: (Ours, Theirs) -> Bool
    ) -> (pairs: [(Ours, Theirs)], unpaired: Int) {
        if ours.count == theirs.count { return (Array(zip(ours, theirs)), 0) }
        var pairs: [(Ours, Theirs)] = []
        var rest = ours
        for flow in theirs {
            guard let index = rest.firstIndex(where: { isSameStart($0, flow) }) else { continue }
            pairs.append((rest.remove(at: index), flow))
        }
        return (pairs, rest.count + theirs.count - pairs.count)
    }
}
