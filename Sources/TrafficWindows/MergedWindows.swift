public import NetworkModel

/// What followed from one record of `windows`.
public struct MergedWindows: Hashable, Sendable {
    /// Windows that all tasks have passed, in order within each session, silent ones included.
    public var windows: [CompletedWindow] = []
    /// Sessions that have ended, after their last window.
    public var ended: [SensorSession] = []

    /// Nothing followed.
    public init() {}
}
