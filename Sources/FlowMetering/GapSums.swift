import NetworkModel

/// The extremes and squares of gaps in the 28 bytes that an open flow has for them.
///
/// How many gaps there were and their sum follow from the packets' number and times.
struct GapSums {
    private var minimum = Int64.max
    private var maximum: Int64 = 0
    private var squaresLow: UInt64 = 0
    /// The squares stay at 2^96 − 1 when they get there: gaps of one segment whose times span less
    /// than 78 hours never do.
    private var squaresHigh: UInt32 = 0

    /// Counts a gap, which isn't negative.
    mutating func add(nanoseconds gap: Int64) {
        minimum = min(minimum, gap)
        maximum = max(maximum, gap)
        let square = gap.magnitude.multipliedFullWidth(by: gap.magnitude)
        let (low, carry) = squaresLow.addingReportingOverflow(square.low)
        let high = square.high &+ UInt64(squaresHigh) &+ (carry ? 1 : 0)
        // A square's upper half is below 2^62, so that the sum doesn't wrap.
        if high > UInt32.max {
            squaresLow = .max
            squaresHigh = .max
        } else {
            squaresLow = low
            squaresHigh = UInt32(truncatingIfNeeded: high)
        }
    }

    /// The statistics of as many gaps with this sum.
    func statistics(count: UInt64, totalNanoseconds: Int64) -> GapStatistics {
        var statistics = GapStatistics()
        guard count > 0 else { return statistics }
        statistics.count = count
        statistics.totalNanoseconds = totalNanoseconds
        statistics.minimumNanoseconds = minimum
        statistics.maximumNanoseconds = maximum
        statistics.squaredNanoseconds = UInt128(squaresHigh) << 64 | UInt128(squaresLow)
        return statistics
    }
}
