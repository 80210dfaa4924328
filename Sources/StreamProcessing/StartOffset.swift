/// Where reading of a partition begins.
public enum StartOffset: Hashable, Sendable {
    /// The oldest retained record.
    case oldest
    /// After the newest record.
    case newest
    /// This offset; the next one that exists where it is gone.
    case offset(Int64)
    /// The first record appended at or after this time, in milliseconds since the epoch.
    case appendTime(milliseconds: Int64)
}
