import FlowIndexing

/// The details of the flows that have any, by slot; slots of flows that are gone are used again, so
/// that there are at most as many as flows.
struct FlowDetailsTable: Codable {
    private var slab = FlowSlab<FlowDetails>()
    private var free: [UInt32] = []

    subscript(slot: UInt32) -> FlowDetails {
        _read { yield slab[slot] }
        _modify { yield &slab[slot] }
    }

    /// How many flows have details.
    var count: Int { slab.count - free.count }

    /// A slot with empty details.
    mutating func open() -> UInt32 {
        guard let slot = free.popLast() else { return slab.append(FlowDetails()) }
        return slot
    }

    /// Empties a slot; nothing happens where a flow has none.
    mutating func close(_ slot: UInt32) {
        guard slot != FlowList.none else { return }
        slab[slot] = FlowDetails()
        free.append(slot)
    }
}
