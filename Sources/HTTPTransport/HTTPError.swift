/// Why a request has no answer.
public struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure: a closed set, since it becomes a metric's label.
    public enum Code: String, CaseIterable, Sendable {
        /// Nobody listens there, or the way there is closed.
        case refused
        /// The host's name has no address.
        case unresolved
        /// No answer in time.
        case timedOut = "timed_out"
        /// The connection ended before the answer did; the request may have been done.
        case reset
        /// The encrypted connection doesn't come about.
        case tls
        /// What answers doesn't speak HTTP.
        case notHTTP = "not_http"
        /// The settings of the connection are wrong.
        case configuration
        /// Anything else.
        case other
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, and what to do: one sentence.
    public var message: String
    /// What the library below said.
    public var cause: String?
    /// The same request may succeed later.
    public var isRetriable: Bool
    /// The client is unusable: nothing that waiting mends.
    public var isFatal: Bool { !isRetriable }

    /// An error.
    public init(_ code: Code, _ message: String, cause: String? = nil, isRetriable: Bool) {
        self.code = code
        self.message = message
        self.cause = cause
        self.isRetriable = isRetriable
    }

    /// The message with its cause.
    public var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
