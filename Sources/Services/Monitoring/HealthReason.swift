/// Why a process isn't alive or isn't ready.
struct HealthReason: Hashable, Sendable {
    /// The kind of reason: a closed set, explained in docs/operations.md.
    enum Code: String, CaseIterable, Sendable {
        /// A thread ended with an error.
        case threadFailed = "thread_failed"
        /// A thread hasn't gone on for longer than it may.
        case noProgress = "no_progress"
        /// A thread gets ready.
        case starting
        /// The bus doesn't answer, or hasn't been asked yet.
        case notConnected = "not_connected"
        /// A thread has no partition.
        case notAssigned = "not_assigned"
        /// State is being rebuilt: from a snapshot and the input behind it.
        case restoring
        /// A sink's database can't be reached, or can't take rows, for longer than a while.
        case databaseAway = "database_away"
        /// A sink's database says that what it took doesn't become visible.
        case databaseUnhealthy = "database_unhealthy"
        /// Records are missing from a task's state for good; the process works nevertheless.
        case stateIncomplete = "state_incomplete"

        /// The process is ready, but what it does isn't all that it should be.
        var isDegradation: Bool { self == .stateIncomplete }
    }

    /// The kind of reason.
    var code: Code
    /// Which thread, or `bus`.
    var component: String
    /// What is known, in a sentence.
    var detail: String
}
