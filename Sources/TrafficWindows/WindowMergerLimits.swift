/// What bounds a merger's memory and output.
public struct WindowMergerLimits: Hashable, Sendable, Codable {
    /// The most open sessions; the one heard of longest ago is ended early for the next one.
    public var sessions: Int
    /// The most ended sessions that are remembered, so that what comes of them again is left out;
    /// the oldest is forgotten for the next one.
    public var endedSessions: Int
    /// The most partitions that a session may have; records that name more are refused.
    public var partitions: Int32
    /// The most silent windows in a row that are completed; the rest of a silence is skipped, so
    /// that a clock that jumps by years doesn't run for ever.
    public var silentWindows: UInt64
    /// The most windows of a session that wait for a task; beyond it the oldest is completed as a
    /// partial one.
    ///
    /// Three days of seconds, since tasks of separate processes may lie far apart.
    public var pendingWindows: Int
    /// The most hosts that the waiting windows of a session may have together; beyond it the oldest
    /// window is completed as a partial one.
    public var pendingHosts: Int

    /// Limits; each must be positive.
    public init(
        sessions: Int = 256, endedSessions: Int = 65_536, partitions: Int32 = 4096,
        silentWindows: UInt64 = 3600, pendingWindows: Int = 262_144,
        pendingHosts: Int = 2_097_152
    ) {
        precondition(
            sessions > 0 && endedSessions > 0 && partitions > 0 && silentWindows > 0
                && pendingWindows > 0 && pendingHosts > 0, "limits are positive")
        self.sessions = sessions
        self.endedSessions = endedSessions
        self.partitions = partitions
        self.silentWindows = silentWindows
        self.pendingWindows = pendingWindows
        self.pendingHosts = pendingHosts
    }
}
