import Foundation
import TestSupport
import Testing

@testable import AnomalyDetection

@Suite struct GeneralizedParetoTests {
    @Test(arguments: [-0.4, -0.1, 0, 0.2, 0.6])
    func `survival and quantile are the closed forms and each other's inverse`(shape: Double) {
        let distribution = GeneralizedPareto(shape: shape, scale: 2)
        for excess in [0.1, 1, 3] {
            let closedForm =
                shape == 0 ? exp(-excess / 2) : pow(1 + shape * excess / 2, -1 / shape)
            #expect(abs(distribution.survival(excess) / closedForm - 1) < 1e-12)
            #expect(abs(distribution.excess(atSurvival: closedForm) / excess - 1) < 1e-12)
        }
        #expect(distribution.survival(0) == 1)
        #expect(distribution.excess(atSurvival: 1) == 0)
    }

    @Test func `a tail with an end has nothing beyond it`() {
        let distribution = GeneralizedPareto(shape: -0.5, scale: 1)
        #expect(distribution.survival(1.99) > 0)
        #expect(distribution.survival(2) == 0)
        #expect(distribution.logLikelihood(of: [1, 2.1]) == -.infinity)
    }

    @Test func `a tiny shape is an exponential tail`() {
        let exponential = GeneralizedPareto(shape: 0, scale: 3)
        let nearly = GeneralizedPareto(shape: 1e-7, scale: 3)
        #expect(abs(nearly.survival(5) / exponential.survival(5) - 1) < 1e-6)
        let sample = [0.5, 1, 4]
        #expect(
            abs(nearly.logLikelihood(of: sample) - exponential.logLikelihood(of: sample)) < 1e-5)
    }
}
