/// What a flow cache has done since it was made.
public struct FlowInspectorCounters: Hashable, Sendable {
    /// Packets looked at.
    public internal(set) var packets: UInt64 = 0
    /// Flows begun.
    public internal(set) var flows: UInt64 = 0
    /// Flows that gave way because the cache was full.
    public internal(set) var evicted: UInt64 = 0
    /// Annotations made.
    public internal(set) var annotations: UInt64 = 0
    /// Flows that the classifier had no place for; they have no label.
    public internal(set) var unclassified: UInt64 = 0

    /// Nothing done.
    public init() {}

    /// Adds what another cache has done.
    public mutating func add(_ other: FlowInspectorCounters) {
        packets += other.packets
        flows += other.flows
        evicted += other.evicted
        annotations += other.annotations
        unclassified += other.unclassified
    }
}
