public import NetworkModel
public import TrafficWindows

/// What a detect task has done for all sessions since it began, and what it holds now.
///
/// A task that is restored counts what it replays, as everything else of its state.
public struct DetectCounters: Hashable, Sendable {
    /// Windows, statistics and alerts.
    public var totals = DetectTotals()
    /// What the merger of the meters' windows has done, and what it has left out.
    public var merging = WindowMergerCounters()
    /// Sessions with open state.
    public var openSessions: UInt64 = 0
    /// Records that couldn't be read.
    public var deadLetters: UInt64 = 0
    /// The newest watermark of any meter task; nil before the first record.
    public var watermark: Timestamp?

    /// Nothing done.
    public init() {}
}
