/// A record of the `windows` topic: the windows that one meter task closed since its last record,
/// and how far it has come.
public struct WindowProgress: Hashable, Sendable {
    /// Whose packets.
    public var sensorSession: SensorSession
    /// The partition of `packets` that the task reads.
    public var partition: Int32
    /// How many partitions `packets` has: how many tasks the reader must hear of.
    public var partitionCount: Int32
    /// The length of a window.
    public var windowNanoseconds: Int64
    /// The session's first packet's time, the same in all of its records.
    public var sessionStart: Timestamp
    /// The watermark of the task's record before this one, `distantPast` in the session's first.
    ///
    /// It is how a reader that comes to a running session knows that it has missed windows, and
    /// doesn't take them for silence.
    public var previousWatermark: Timestamp
    /// No packet of this partition before this time will come that isn't late: each window that
    /// ends at or before it is complete.
    ///
    /// Windows without packets have no partial.
    public var watermark: Timestamp
    /// True in the session's last record of this partition; all its windows are complete then.
    public var isEnd: Bool
    /// The closed windows that had packets, by index.
    public var partials: [WindowPartial]

    /// A task's progress.
    public init(
        sensorSession: SensorSession, partition: Int32, partitionCount: Int32,
        windowNanoseconds: Int64, sessionStart: Timestamp, previousWatermark: Timestamp,
        watermark: Timestamp, isEnd: Bool, partials: [WindowPartial]
    ) {
        self.sensorSession = sensorSession
        self.partition = partition
        self.partitionCount = partitionCount
        self.windowNanoseconds = windowNanoseconds
        self.sessionStart = sessionStart
        self.previousWatermark = previousWatermark
        self.watermark = watermark
        self.isEnd = isEnd
        self.partials = partials
    }
}
