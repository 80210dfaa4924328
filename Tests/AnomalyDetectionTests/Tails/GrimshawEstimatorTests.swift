import Testing

@testable import AnomalyDetection

@Suite struct GrimshawEstimatorTests {
    @Test func `each root solves the likelihood's equation`() {
        var random = RandomValues(seed: 5)
        for shape in [-0.3, 0.5] {
            var sample = (0..<300).map { _ in random.generalizedPareto(shape: shape, scale: 1) }
            let mean = sample.reduce(0, +) / 300
            sample = sample.map { $0 / mean }
            let estimates = GrimshawEstimator(sample: sample).estimates()
            #expect(!estimates.isEmpty)
            for estimate in estimates {
                // At a maximum the mean of 1/(1 + γY/σ) is 1/(1 + γ).
                let x = estimate.shape / estimate.scale
                let reciprocals = sample.reduce(0) { $0 + 1 / (1 + x * $1) } / 300
                #expect(abs(reciprocals * (1 + estimate.shape) - 1) < 1e-6)
            }
        }
    }

    @Test func `equal excesses have no root`() {
        #expect(GrimshawEstimator(sample: [1, 1, 1]).estimates().isEmpty)
        #expect(GrimshawEstimator(sample: []).estimates().isEmpty)
    }
}
