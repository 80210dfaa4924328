import HTTPTransport
import Metrics

/// What a sink has done at a database, and how that is.
struct DatabaseCounters: Hashable, Sendable {
    /// Why a request was made again: a closed set, since it becomes a metric's label.
    enum RetryCause: String, CaseIterable {
        case refused, unresolved, timedOut = "timed_out", reset, tls, notHTTP = "not_http"
        case other
        /// The server answered that it can't now.
        case answer

        init(_ code: HTTPError.Code) {
            self = RetryCause(rawValue: code.rawValue) ?? .other
        }
    }

    /// Answers by the class of their status, from 1 for 1xx to 5 for 5xx.
    var answers: [Int: UInt64] = [:]
    /// Requests that were or will be made again, by cause.
    var retries: [RetryCause: UInt64] = [:]
    /// Bytes of requests' bodies that were answered.
    var sentBytes: UInt64 = 0
    /// Rows that were sent, or are about to be, and aren't acknowledged.
    var rowsInFlight: UInt64 = 0
    /// How long requests took that were answered.
    var durations = Distribution(bounds: Distribution.roundTripSeconds)
    /// When the database last said that it took something or is ready, by the monotonic clock; at
    /// first when the sink began.
    var acknowledgedNanoseconds: Int64
    /// Since when it is away, by the monotonic clock; nil while it isn't.
    var awaySinceNanoseconds: Int64?
    /// Why it is away.
    var awayCause: String?
    /// What it says is wrong with what it took.
    var healthProblem: String?
}
