/// A window of a sensor's session that all meter tasks have passed: the merged counters and
/// evidence from which statistics are computed.
public struct CompletedWindow: Hashable, Sendable {
    /// Whose packets.
    public var sensorSession: SensorSession
    /// Everything counted; an empty partial where no packet came.
    public var merged: WindowPartial
    /// The length of a window.
    public var windowNanoseconds: Int64
    /// True where the session began or ended inside the window, so that its counts are too low.
    public var isPartial: Bool

    /// A completed window.
    public init(
        sensorSession: SensorSession, merged: WindowPartial, windowNanoseconds: Int64,
        isPartial: Bool
    ) {
        self.sensorSession = sensorSession
        self.merged = merged
        self.windowNanoseconds = windowNanoseconds
        self.isPartial = isPartial
    }

    /// The first instant of the window.
    public var start: Timestamp {
        WindowGrid(nanoseconds: windowNanoseconds).start(of: merged.index)
    }

    /// The first instant after the window.
    public var end: Timestamp {
        WindowGrid(nanoseconds: windowNanoseconds).end(of: merged.index)
    }
}
