/// What became of fragments since the decoder was made.
public struct FragmentCounters: Hashable, Sendable {
    /// First fragments remembered.
    public var remembered: UInt64 = 0
    /// Later fragments that got the ports of their first.
    public var matched: UInt64 = 0
    /// Later fragments whose first wasn't seen.
    public var unmatched: UInt64 = 0
    /// Later fragments whose first was too long ago; they count as unmatched too.
    public var expired: UInt64 = 0
    /// First fragments forgotten early because the table was full.
    public var replaced: UInt64 = 0

    /// Nothing seen.
    public init() {}

    /// Adds what became of fragments in another decoder.
    public mutating func add(_ other: FragmentCounters) {
        remembered += other.remembered
        matched += other.matched
        unmatched += other.unmatched
        expired += other.expired
        replaced += other.replaced
    }
}
