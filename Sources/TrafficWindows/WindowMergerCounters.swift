/// What a merger has done, and what it has left out.
public struct WindowMergerCounters: Hashable, Sendable, Codable {
    /// Records taken in.
    public internal(set) var progress: UInt64 = 0
    /// Records that had come before.
    public internal(set) var repeatedProgress: UInt64 = 0
    /// Records of sessions that have ended.
    public internal(set) var endedSessionProgress: UInt64 = 0
    /// Records that contradict themselves, or name more partitions than the maximum.
    public internal(set) var invalidProgress: UInt64 = 0
    /// Records before which others are missing: the windows between aren't completed.
    public internal(set) var progressGaps: UInt64 = 0
    /// Windows completed.
    public internal(set) var windows: UInt64 = 0
    /// Silent windows beyond the maximum in a row, which were left out.
    public internal(set) var skippedSilentWindows: UInt64 = 0
    /// Windows completed without all tasks, as partial ones, because too many were waiting.
    public internal(set) var forcedWindows: UInt64 = 0
    /// Partials that came after their window was completed, or of a window that has no place.
    public internal(set) var droppedPartials: UInt64 = 0
    /// Sessions ended early because too many were open, or because the windows' length changed.
    public internal(set) var displacedSessions: UInt64 = 0

    /// Nothing done.
    public init() {}
}
