/// What a classifier did since it was made.
public struct ApplicationClassifierCounters: Hashable, Sendable {
    /// Flows that got a place.
    public var opened: UInt64 = 0
    /// Flows that got none, because `maximumFlows` were open.
    public var refused: UInt64 = 0
    /// Packets that nDPI looked at.
    public var inspected: UInt64 = 0
    /// Packets that weren't whole IP packets with whole headers, because they were cut by the
    /// snaplen or are malformed, later fragments, and packets of another transport than their flow.
    public var unfit: UInt64 = 0
    /// Packets without payload, and DTLS certificates, that nDPI wasn't shown.
    public var passedOver: UInt64 = 0
    /// Flows whose detection ended by itself.
    public var detected: UInt64 = 0
    /// Flows that were given up at their packet limit.
    public var exhausted: UInt64 = 0
    /// The most flows that were open at a time.
    public var mostOpen: Int = 0

    /// Nothing done.
    public init() {}

    /// Adds what another classifier has done; of the most open flows the larger number stays.
    public mutating func add(_ other: ApplicationClassifierCounters) {
        opened += other.opened
        refused += other.refused
        inspected += other.inspected
        unfit += other.unfit
        passedOver += other.passedOver
        detected += other.detected
        exhausted += other.exhausted
        mostOpen = max(mostOpen, other.mostOpen)
    }
}
