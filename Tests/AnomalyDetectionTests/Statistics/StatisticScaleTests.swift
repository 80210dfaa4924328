import NetworkModel
import TestSupport
import Testing

@testable import AnomalyDetection

@Suite struct StatisticScaleTests {
    @Test func `a value is found again from its position`() {
        for value in [0, 0.25, 1, 7, 1e6] {
            let position = StatisticScale.squareRoot.position(of: value)
            #expect(abs(StatisticScale.squareRoot.value(at: position) - value) <= 1e-9 * value)
        }
        for share in [0, 0.01, 0.5, 0.99, 1] {
            let position = StatisticScale.arcsine.position(of: share)
            #expect(abs(StatisticScale.arcsine.value(at: position) - share) < 1e-12)
        }
    }

    @Test func `positions beyond the scale give its ends`() {
        #expect(StatisticScale.squareRoot.value(at: -1) == 0)
        #expect(StatisticScale.arcsine.value(at: -0.1) == 0)
        #expect(StatisticScale.arcsine.value(at: 1.6) == 1)
        #expect(StatisticScale.arcsine.position(of: 1.5) == StatisticScale.arcsine.position(of: 1))
    }

    @Test func `the noise of counting is the deviation that random counts have`() {
        var random = RandomValues(seed: 21)
        func deviation(_ values: [Double]) -> Double {
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (squares / Double(values.count)).squareRoot()
        }
        let rates = (0..<4000).map { _ in
            StatisticScale.squareRoot.position(of: Double(random.poisson(80)) / 4)
        }
        let rateNoise = CountingNoise.noise(
            of: .packetsPerSecond, usualValue: 20, usualCounters: [80], windowSeconds: 4)
        #expect(abs(deviation(rates) / rateNoise - 1) < 0.1)
        let shares = (0..<4000).map { _ in
            StatisticScale.arcsine.position(of: Double(random.binomial(60, 0.4)) / 60)
        }
        let shareNoise = CountingNoise.noise(
            of: .synRatio, usualValue: 0.4, usualCounters: [24, 60], windowSeconds: 1)
        #expect(abs(deviation(shares) / shareNoise - 1) < 0.1)
    }

    @Test func `the noise is finite and positive when nothing is usual`() {
        for statistic in TrafficStatistic.allCases {
            let noise = CountingNoise.noise(
                of: statistic, usualValue: 0, usualCounters: [0, 0], windowSeconds: 1)
            #expect(noise > 0 && noise.isFinite)
        }
    }
}
