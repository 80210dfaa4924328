/// How long to wait before each further attempt: twice as long each time at most, and at random
/// below that, so that many clients don't come back together ("full jitter").
public struct RetryBackoff: Hashable, Sendable {
    /// The longest first wait, in seconds.
    public var minimumSeconds = 0.1
    /// The longest wait, in seconds.
    public var maximumSeconds = 30.0
    /// The longest wait that a server is granted, in seconds.
    public var maximumRetryAfterSeconds = 120.0
    /// How many attempts have failed one after the other.
    public private(set) var attempts = 0

    /// A backoff before the first failure.
    public init() {}

    /// The wait after another failure, in seconds.
    ///
    /// - Parameters:
    ///   - random: A random number from 0 up to, and without, 1.
    ///   - retryAfterSeconds: How long the server asks to wait; the wait is as long at least, up to
    ///     its bound.
    public mutating func next(random: Double, retryAfterSeconds: Double? = nil) -> Double {
        // 2^20 times the minimum lies far beyond any maximum.
        let ceiling = min(maximumSeconds, minimumSeconds * Double(1 << min(attempts, 20)))
        attempts += 1
        let asked = retryAfterSeconds.map { $0 > 0 ? min($0, maximumRetryAfterSeconds) : 0 } ?? 0
        return max(random * ceiling, asked)
    }

    /// An attempt has succeeded.
    public mutating func reset() {
        attempts = 0
    }
}
