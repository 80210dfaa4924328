/// Why a bus could not do what was asked, and what to do.
public struct BusError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure: a closed set, since it becomes a metric's label.
    public enum Code: String, CaseIterable, Sendable {
        /// Nobody answers, or the file can't be opened or written.
        case unavailable
        /// No answer in time.
        case timedOut
        /// The topic or partition doesn't exist.
        case unknownTopic
        /// A topic isn't what it should be and can't be made so.
        case drift
        /// A newer producer with the same transactional identifier has taken over.
        case fenced
        /// The consumer no longer owns the partitions: the group gave them to another.
        case lostMembership
        /// A newer member with the same instance name has taken this one's place in the group.
        case replaced
        /// The transaction must be aborted.
        case abortRequired
        /// The record is larger than the topic takes.
        case recordTooLarge
        /// The queue to the bus is full.
        case queueFull
        /// The server refused the credentials or the right.
        case notAuthorised
        /// A property or an address makes no sense.
        case configuration
        /// The storage is damaged.
        case corrupt
        /// The call isn't allowed now: the caller is wrong.
        case invalidState
        /// Anything else.
        case other
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, and what to do: one sentence.
    public var message: String
    /// What the library below said.
    public var cause: String?
    /// The same call may succeed later.
    public var isRetriable: Bool
    /// The producer or consumer is unusable: make a new one.
    public var isFatal: Bool

    /// An error.
    public init(
        _ code: Code, _ message: String, cause: String? = nil, isRetriable: Bool = false,
        isFatal: Bool = false
    ) {
        self.code = code
        self.message = message
        self.cause = cause
        self.isRetriable = isRetriable
        self.isFatal = isFatal
    }

    /// The message with its cause.
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
