import Foundation
import NetworkModel

/// Mean and standard deviation from sums.
struct SampleStatistics {
    var mean = 0.0
    /// With n − 1 in the denominator; 0 for fewer than two values.
    var sampleDeviation = 0.0
    /// With n in the denominator.
    var populationDeviation = 0.0

    init(count: UInt64, total: Double, squares: Double) {
        guard count > 0 else { return }
        mean = total / Double(count)
        let spread = max(0, squares - total * mean)
        populationDeviation = (spread / Double(count)).squareRoot()
        if count > 1 { sampleDeviation = (spread / Double(count - 1)).squareRoot() }
    }

    /// Of gaps, in milliseconds.
    init(_ gaps: GapStatistics) {
        self.init(
            count: gaps.count, total: Double(gaps.totalNanoseconds) / 1e6,
            squares: Double(gaps.squaredNanoseconds) / 1e12)
    }

    /// Of frame sizes, in bytes.
    init(_ direction: DirectionStatistics) {
        self.init(
            count: direction.packets, total: Double(direction.frameBytes),
            squares: Double(direction.squaredFrameBytes))
    }
}
