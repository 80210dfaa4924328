/// How the agent's flow cache lives; times are on the sensor's clock.
public struct FlowInspectorConfiguration: Hashable, Sendable {
    /// A flow without a packet for this long is over.
    ///
    /// It should be the meter's idle timeout: with a shorter one of the meter's, what was found may
    /// come after the flow's record.
    public var idleTimeoutNanoseconds: Int64
    /// What has changed is told at the latest with the first packet after this long.
    public var annotationIntervalNanoseconds: Int64
    /// The most flows that are looked into; beyond it the one that was silent for longest is told
    /// and forgotten.
    public var maximumFlows: Int

    /// A configuration; by default 120 s idle as the meter's, told after 30 s, 2^18 flows.
    public init(
        idleTimeoutNanoseconds: Int64 = 120_000_000_000,
        annotationIntervalNanoseconds: Int64 = 30_000_000_000, maximumFlows: Int = 262_144
    ) {
        precondition(idleTimeoutNanoseconds > 0, "the idle timeout is positive")
        precondition(annotationIntervalNanoseconds > 0, "the interval is positive")
        precondition(
            maximumFlows > 0 && maximumFlows <= 1 << 30, "a cache holds 1 to 2^30 flows")
        self.idleTimeoutNanoseconds = idleTimeoutNanoseconds
        self.annotationIntervalNanoseconds = annotationIntervalNanoseconds
        self.maximumFlows = maximumFlows
    }
}
