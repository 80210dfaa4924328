/// Sums over the gaps between consecutive packets (inter-arrival times), in nanoseconds.
///
/// Sums of doubles depend on their order; a flow's packets are always added in the order of its
/// partition, so the result is the same each time.
@frozen
public struct GapStatistics: Hashable, Sendable {
    /// How many gaps.
    public var count: UInt64 = 0
    /// Their sum.
    public var totalNanoseconds: Int64 = 0
    /// The shortest; meaningful when `count` > 0.
    public var minimumNanoseconds: Int64 = 0
    /// The longest; meaningful when `count` > 0.
    public var maximumNanoseconds: Int64 = 0
    /// The sum of the squared gaps, in µs².
    public var squaredMicroseconds: Double = 0

    /// No gaps.
    @inlinable
    public init() {}

    /// Counts one gap; a negative one, from packets out of order, counts as 0.
    @inlinable
    public mutating func add(nanoseconds gap: Int64) {
        let gap = max(0, gap)
        if count == 0 {
            minimumNanoseconds = gap
            maximumNanoseconds = gap
        } else {
            minimumNanoseconds = min(minimumNanoseconds, gap)
            maximumNanoseconds = max(maximumNanoseconds, gap)
        }
        count += 1
        totalNanoseconds += gap
        let microseconds = Double(gap) / 1000
        squaredMicroseconds += microseconds * microseconds
    }
}
