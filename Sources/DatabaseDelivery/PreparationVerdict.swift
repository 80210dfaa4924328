/// What an answer to a request of the preparation says.
public enum PreparationVerdict: Hashable, Sendable {
    /// The step is done.
    case done
    /// The database can't do it now; the same request may succeed later.
    case away(retryAfterSeconds: Double?, cause: String)
}
