/// Sums over times in nanoseconds: the gaps between consecutive packets (inter-arrival times), or
/// how long bursts and silences lasted.
///
/// The sums are whole numbers, so that the standard deviation of many nearly equal ones doesn't
/// drown in rounding. They saturate rather than overflow, since a capture's times may be anything.
@frozen
public struct GapStatistics: Hashable, Sendable, Codable {
    /// How many gaps.
    public var count: UInt64 = 0
    /// Their sum.
    public var totalNanoseconds: Int64 = 0
    /// The shortest; meaningful when `count` > 0.
    public var minimumNanoseconds: Int64 = 0
    /// The longest; meaningful when `count` > 0.
    public var maximumNanoseconds: Int64 = 0
    /// The sum of the squared gaps, in ns².
    public var squaredNanoseconds: UInt128 = 0

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
        let (total, totalOverflow) = totalNanoseconds.addingReportingOverflow(gap)
        totalNanoseconds = totalOverflow ? .max : total
        let square = UInt128(gap.magnitude) * UInt128(gap.magnitude)
        let (squares, squaresOverflow) = squaredNanoseconds.addingReportingOverflow(square)
        squaredNanoseconds = squaresOverflow ? .max : squares
    }
}
