/// Limits how many implausible values a tail may learn: one token each, refilled slowly.
///
/// Learning none makes a threshold that is too low stay too low; learning all makes a
/// sustained attack normal.
struct TokenBucket: Hashable, Sendable, Codable {
    /// The most tokens that can be held.
    static let capacity = 5.0

    /// Tokens at hand.
    private(set) var tokens: Double

    /// A bucket that starts with some tokens.
    init(tokens: Double) {
        self.tokens = min(Self.capacity, tokens)
    }

    /// Adds tokens up to the capacity.
    mutating func refill(_ amount: Double) {
        tokens = min(Self.capacity, tokens + amount)
    }

    /// Takes a token if a whole one is there.
    mutating func take() -> Bool {
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
