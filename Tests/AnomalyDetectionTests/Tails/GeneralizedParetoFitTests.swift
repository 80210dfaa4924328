import TestSupport
import Testing

@testable import AnomalyDetection

@Suite struct GeneralizedParetoFitTests {
    private static func sample(shape: Double, count: Int, seed: UInt64) -> [Double] {
        var random = RandomValues(seed: seed)
        return (0..<count).map { _ in random.generalizedPareto(shape: shape, scale: 2) }
    }

    @Test(arguments: [-0.4, -0.2, 0, 0.2, 0.5])
    func `the parameters of a large sample are recovered`(shape: Double) {
        let fit = GeneralizedPareto.fitted(to: Self.sample(shape: shape, count: 4000, seed: 7))
        // The deviations of the estimates are (1 + γ)/√N and σ·√(2(1 + γ)/N).
        #expect(abs(fit.shape - shape) < 4 * (1 + shape) / 63)
        #expect(abs(fit.scale - 2) < 4 * 2 * (2 * (1 + shape)).squareRoot() / 63)
    }

    @Test func `no distribution nearby is likelier than the fit`() {
        let seed = TestEnvironment.seed
        for (index, shape) in [-0.3, 0, 0.4].enumerated() {
            let sample = Self.sample(shape: shape, count: 60, seed: seed &+ UInt64(index))
            let fit = GeneralizedPareto.fitted(to: sample)
            let likelihood = fit.logLikelihood(of: sample)
            for shift in [-0.02, 0.02] {
                for factor in [0.98, 1, 1.02] {
                    let other = GeneralizedPareto(
                        shape: fit.shape + shift, scale: fit.scale * factor)
                    #expect(
                        other.logLikelihood(of: sample) < likelihood + 0.02, "seed \(seed)")
                }
            }
        }
    }

    @Test func `the unit of the excesses doesn't matter`() {
        let sample = Self.sample(shape: 0.2, count: 200, seed: 3)
        let fit = GeneralizedPareto.fitted(to: sample)
        for unit in [1e-9, 1e9] {
            let other = GeneralizedPareto.fitted(to: sample.map { $0 * unit })
            #expect(abs(other.shape - fit.shape) < 1e-6)
            #expect(abs(other.scale / unit / fit.scale - 1) < 1e-6)
        }
    }

    @Test func `degenerate samples give a distribution, not a division by zero`() {
        for sample in [[], [0, 0], [1], [2, 2, 2], [1e-300, 1], [5, 5, 5, 5, 6]] as [[Double]] {
            for fit in [
                GeneralizedPareto.fitted(to: sample),
                .regularized(for: sample, priorExcesses: 100),
            ] {
                #expect(fit.shape.isFinite && fit.scale.isFinite && fit.scale >= 0)
            }
        }
    }

    @Test func `the shape of few excesses is drawn towards an exponential tail of the same mean`() {
        let sample = Self.sample(shape: 0.4, count: 25, seed: 11)
        let mean = sample.reduce(0, +) / 25
        let free = GeneralizedPareto.fitted(to: sample)
        let drawn = GeneralizedPareto.regularized(for: sample, priorExcesses: 100)
        #expect(abs(drawn.shape - free.shape / 5) < 1e-9)
        #expect(abs(drawn.scale / (1 - drawn.shape) - mean) < 1e-9)
    }

    @Test func `a tail that can't pass a limit is drawn to one that ends there`() {
        let sample = Array(repeating: 0.2, count: 3) + [0.25, 0.15]
        let open = GeneralizedPareto.regularized(for: sample, priorExcesses: 1000)
        let bounded = GeneralizedPareto.regularized(for: sample, priorExcesses: 1000, limit: 1.5)
        #expect(open.excess(atSurvival: 1e-6) > 2)
        #expect(bounded.excess(atSurvival: 1e-6) < 1.5)
    }

    @Test func `a tail ends beyond the largest excess`() {
        let sample = (1...200).map { 1 + Double($0) / 1000 } + [2]
        let fit = GeneralizedPareto.regularized(for: sample, priorExcesses: 0)
        #expect(fit.survival(2) > 0)
    }
}
