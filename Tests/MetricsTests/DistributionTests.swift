import Metrics
import Testing

struct DistributionTests {
    @Test func `a value on a bound lies below it`() {
        var distribution = Distribution(bounds: [1, 2])
        for value in [0.5, 1, 1.5, 2, 2.5, 100] { distribution.add(value) }
        #expect(distribution.counts == [2, 2, 2])
        #expect(distribution.count == 6)
        #expect(distribution.sum == 107.5)
    }

    @Test func `the bounds for round trips ascend`() {
        let bounds = Distribution.roundTripSeconds
        #expect(bounds == bounds.sorted())
        #expect(Distribution(bounds: bounds).count == 0)
    }
}
