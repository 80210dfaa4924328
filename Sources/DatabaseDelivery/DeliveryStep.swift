/// What a verdict means for the delivery of a batch.
public enum DeliveryStep: Hashable, Sendable {
    /// There is another request to make.
    case next
    /// Every row is durable or refused.
    case finished
    /// The same request again, later.
    case wait(retryAfterSeconds: Double?, cause: String)
}
