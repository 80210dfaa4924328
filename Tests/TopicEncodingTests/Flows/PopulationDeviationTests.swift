import TestSupport
import Testing

@testable import TopicEncoding

struct PopulationDeviationTests {
    private func deviation(_ values: [UInt64]) -> Double {
        PopulationDeviation.of(
            count: UInt64(values.count), sum: values.reduce(0, +),
            squares: values.reduce(0) { $0 + UInt128($1) * UInt128($1) })
    }

    @Test func `it is that of two passes over the values`() {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        for _ in 0..<500 {
            let scale = random.number(UInt64(1)...1 << 40)
            let values = (0..<random.number(2...200)).map { _ in random.number(0...scale) }
            let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
            let variance =
                values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
                / Double(values.count)
            let expected = variance.squareRoot()
            #expect(abs(deviation(values) - expected) <= 1e-9 * expected, "seed \(seed)")
        }
    }

    @Test func `a jitter of one among gaps of an hour isn't lost`() {
        let hour: UInt64 = 3_600_000_000_000
        #expect(deviation([hour, hour + 2, hour, hour + 2]) == 1)
        #expect(deviation([UInt64](repeating: hour, count: 1000)) == 0)
    }

    @Test func `it is 0 with fewer than two values and never NaN`() {
        #expect(deviation([]) == 0)
        #expect(deviation([7]) == 0)
        #expect(PopulationDeviation.of(count: 3, sum: .max, squares: 1) == 0)
        let saturated = PopulationDeviation.of(count: .max, sum: .max, squares: .max)
        #expect(saturated.isFinite && saturated >= 0)
    }
}
