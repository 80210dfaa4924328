import FlowIndexing
public import NetworkModel
import StateEncoding

extension FlowTable {
    /// All that decides about what a table will report, for a table that goes on in its place.
    ///
    /// The index isn't part of it: its secrets are a table's own.
    public struct State: Codable {
        fileprivate let counters: FlowTableCounters
        fileprivate let entries: RawState<FlowEntry>
        fileprivate let details: FlowDetailsTable
        fileprivate let firstFree: UInt32
        fileprivate let idle: FlowList
        fileprivate let lingering: FlowList
        fileprivate let removalLinks: RawState<FlowList.Link>
        fileprivate let active: FlowList
        fileprivate let activeLinks: RawState<FlowList.Link>
    }

    /// The table's state.
    public var state: State {
        State(
            counters: counters, entries: RawState(slab.elements), details: details,
            firstFree: firstFree, idle: idle, lingering: lingering,
            removalLinks: RawState(removalLinks), active: active,
            activeLinks: RawState(activeLinks))
    }

    /// A table that goes on from a state of the same session and configuration.
    ///
    /// Throws `StateEncodingError` where the state contradicts itself.
    public init(
        sensorSession: SensorSession, configuration: FlowMeteringConfiguration, state: State
    ) throws {
        self.init(sensorSession: sensorSession, configuration: configuration)
        let count = state.entries.elements.count
        guard state.removalLinks.elements.count == count,
            state.activeLinks.elements.count == count
        else { throw StateEncodingError.invalid("flows without links") }
        counters = state.counters
        slab = FlowSlab(state.entries.elements)
        details = state.details
        firstFree = state.firstFree
        idle = state.idle
        lingering = state.lingering
        removalLinks = state.removalLinks.elements
        active = state.active
        activeLinks = state.activeLinks.elements
        try indexFlows(of: idle)
        try indexFlows(of: lingering)
    }

    /// Puts a list's flows into the index: each flow is in one of two lists.
    private mutating func indexFlows(of list: FlowList) throws {
        var slot = list.head
        var left = slab.count
        while slot != FlowList.none {
            guard Int(slot) < slab.count, left > 0 else {
                throw StateEncodingError.invalid("a list of flows leads nowhere")
            }
            left -= 1
            index.insert(slot, hash: hasher.hash(of: slab[slot].key))
            slot = removalLinks[Int(slot)].next
        }
    }
}
