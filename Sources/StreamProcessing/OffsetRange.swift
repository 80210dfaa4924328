/// The offsets that a partition holds.
public struct OffsetRange: Hashable, Sendable {
    /// The oldest retained record's offset.
    public var oldest: Int64
    /// The offset after the newest record's, also of transactions that are still open.
    public var end: Int64

    /// The offsets from `oldest` up to, not including, `end`.
    public init(oldest: Int64, end: Int64) {
        self.oldest = oldest
        self.end = end
    }
}
