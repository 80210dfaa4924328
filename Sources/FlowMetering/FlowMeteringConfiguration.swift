/// How flows live and end; all times are on the sensor's clock.
public struct FlowMeteringConfiguration: Hashable, Sendable {
    /// A flow ends when it has had no packet for this long.
    public var idleTimeoutNanoseconds: Int64
    /// A flow that has been open for this long is reported and goes on as its next segment.
    public var activeTimeoutNanoseconds: Int64
    /// How long packets still count into a flow that TCP has closed, so that stragglers don't open
    /// another one.
    public var lingerNanoseconds: Int64
    /// The most flows that are kept, those between two segments included; beyond it the one whose
    /// end is nearest is evicted.
    public var maximumFlows: Int
    /// Whether packets of different VLANs belong to different flows.
    public var isVLANInKey: Bool

    /// A configuration; by default 120 s idle, 1800 s active, 5 s linger and 2^20 flows.
    public init(
        idleTimeoutNanoseconds: Int64 = 120_000_000_000,
        activeTimeoutNanoseconds: Int64 = 1_800_000_000_000,
        lingerNanoseconds: Int64 = 5_000_000_000, maximumFlows: Int = 1_048_576,
        isVLANInKey: Bool = true
    ) {
        precondition(idleTimeoutNanoseconds > 0, "the idle timeout is positive")
        precondition(activeTimeoutNanoseconds > 0, "the active timeout is positive")
        precondition(lingerNanoseconds >= 0, "the linger isn't negative")
        precondition(
            maximumFlows > 0 && maximumFlows <= 1 << 30, "a table holds 1 to 2^30 flows")
        self.idleTimeoutNanoseconds = idleTimeoutNanoseconds
        self.activeTimeoutNanoseconds = activeTimeoutNanoseconds
        self.lingerNanoseconds = lingerNanoseconds
        self.maximumFlows = maximumFlows
        self.isVLANInKey = isVLANInKey
    }
}
