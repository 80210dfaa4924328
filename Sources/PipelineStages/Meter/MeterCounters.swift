public import FlowMetering
public import NetworkModel

/// What a meter task has done for all sessions since it began, and what it holds now.
///
/// A task that is restored counts what it replays, as everything else of its state.
public struct MeterCounters: Hashable, Sendable, Codable {
    /// Batches, packets and flows.
    public var totals = MeterTotals()
    /// What the flow tables have done, and what is open in them.
    public var flows = FlowTableCounters()
    /// Packets that were later than the allowance.
    public var latePackets: UInt64 = 0
    /// Packets for whose window there was no room.
    public var refusedPackets: UInt64 = 0
    /// Sessions with open state.
    public var openSessions: UInt64 = 0
    /// Sessions that were ended for want of room.
    public var sessionsDisplaced: UInt64 = 0
    /// Records that couldn't be read.
    public var deadLetters: UInt64 = 0
    /// How often the directory of endpoints was asked; nil without one.
    public var places: PlaceCounters?
    /// The newest watermark of any session; nil before the first batch.
    public var watermark: Timestamp?

    /// Nothing done.
    public init() {}

    /// Adds what was done for a session.
    mutating func add(_ session: MeterSession, isOver: Bool) {
        totals.add(session.totals)
        flows.add(session.flowCounters, isOver: isOver)
        latePackets += session.latePackets
        refusedPackets += session.refusedPackets
        if !isOver { openSessions += 1 }
        watermark = max(watermark ?? .distantPast, session.lastHeader.watermark)
    }
}
