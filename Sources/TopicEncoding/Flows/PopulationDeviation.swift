/// The standard deviation of a population from its count, sum and sum of squares.
enum PopulationDeviation {
    /// √(n·Σx² − (Σx)²) ÷ n; the difference is taken of whole numbers, so that nothing cancels.
    ///
    /// 0 with fewer than two values, and where the sums are no longer exact and contradict each
    /// other.
    static func of(count: UInt64, sum: UInt64, squares: UInt128) -> Double {
        guard count > 1 else { return 0 }
        let (product, overflow) = squares.multipliedReportingOverflow(by: UInt128(count))
        let square = UInt128(sum) * UInt128(sum)
        if overflow {
            let mean = Double(sum) / Double(count)
            return max(0, double(squares) / Double(count) - mean * mean).squareRoot()
        }
        guard product > square else { return 0 }
        return double(product - square).squareRoot() / Double(count)
    }

    private static func double(_ value: UInt128) -> Double {
        Double(UInt64(truncatingIfNeeded: value >> 64)) * 0x1p64
            + Double(UInt64(truncatingIfNeeded: value))
    }
}
