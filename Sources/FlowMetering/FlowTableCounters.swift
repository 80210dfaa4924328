public import NetworkModel

/// What a flow table has done since it was made.
public struct FlowTableCounters: Hashable, Sendable, Codable {
    /// Packets counted into flows.
    public internal(set) var packets: UInt64 = 0
    /// Records begun: flows and later segments of them.
    public internal(set) var started: UInt64 = 0
    /// Records that are open now: `started` − all ended.
    public internal(set) var open: UInt64 = 0
    /// Flows between two segments: reported by the active timeout, and not idle long enough to be
    /// forgotten.
    public internal(set) var dormant: UInt64 = 0
    /// Annotations applied to the flows that they were about.
    public internal(set) var annotations: UInt64 = 0
    /// Annotations whose flow wasn't open at their clock.
    public internal(set) var annotationsUnmatched: UInt64 = 0
    /// Flows that were taken out of the table for want of room.
    ///
    /// It may exceed the records with `lack of resources`, since a flow that TCP has closed ends as
    /// closed, and one between two segments has no record.
    public internal(set) var evicted: UInt64 = 0
    /// Records ended because nothing came.
    public internal(set) var idleTimeouts: UInt64 = 0
    /// Records ended because the flow was open for long.
    public internal(set) var activeTimeouts: UInt64 = 0
    /// Records ended because TCP closed the connection.
    public internal(set) var endsOfFlow: UInt64 = 0
    /// Records ended because the capture did.
    public internal(set) var forcedEnds: UInt64 = 0
    /// Records ended for want of room.
    public internal(set) var lacksOfResources: UInt64 = 0

    /// How many records ended for a reason.
    public func ended(_ reason: FlowEndReason) -> UInt64 {
        switch reason {
        case .idleTimeout: idleTimeouts
        case .activeTimeout: activeTimeouts
        case .endOfFlow: endsOfFlow
        case .forcedEnd: forcedEnds
        case .lackOfResources: lacksOfResources
        }
    }

    /// Nothing done.
    public init() {}

    /// Adds what another table has done.
    ///
    /// - Parameter isOver: That table is no more, so that nothing is open in it.
    public mutating func add(_ other: FlowTableCounters, isOver: Bool) {
        packets += other.packets
        started += other.started
        annotations += other.annotations
        annotationsUnmatched += other.annotationsUnmatched
        evicted += other.evicted
        idleTimeouts += other.idleTimeouts
        activeTimeouts += other.activeTimeouts
        endsOfFlow += other.endsOfFlow
        forcedEnds += other.forcedEnds
        lacksOfResources += other.lacksOfResources
        guard !isOver else { return }
        open += other.open
        dormant += other.dormant
    }

    mutating func countEnd(_ reason: FlowEndReason) {
        open -= 1
        switch reason {
        case .idleTimeout: idleTimeouts += 1
        case .activeTimeout: activeTimeouts += 1
        case .endOfFlow: endsOfFlow += 1
        case .forcedEnd: forcedEnds += 1
        case .lackOfResources: lacksOfResources += 1
        }
    }

    mutating func countStart() {
        started += 1
        open += 1
    }
}
