/// The life of an alert.
public enum AlertStatus: String, Sendable, Codable {
    /// The first record.
    case open
    /// More of the same.
    case updated
    /// The entity has been normal for the quiet period, or the session ended.
    case closed
}
