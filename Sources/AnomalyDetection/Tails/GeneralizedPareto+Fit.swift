extension GeneralizedPareto {
    /// The estimate from a sample of excesses (positive numbers) with the highest likelihood among
    /// Grimshaw's roots, the method of moments and the exponential distribution.
    ///
    /// The sample is divided by its mean first, so that the search doesn't depend on the unit.
    static func fitted(to excesses: [Double]) -> GeneralizedPareto {
        let mean = excesses.reduce(0, +) / Double(max(1, excesses.count))
        guard mean > 0, mean.isFinite else { return GeneralizedPareto(shape: 0, scale: 0) }
        let sample = excesses.map { $0 / mean }
        var best = GeneralizedPareto(shape: 0, scale: 1)
        var bestLikelihood = best.logLikelihood(of: sample)
        for candidate in GrimshawEstimator(sample: sample).estimates() + [moments(of: sample)] {
            let likelihood = candidate.logLikelihood(of: sample)
            if likelihood > bestLikelihood {
                best = candidate
                bestLikelihood = likelihood
            }
        }
        return GeneralizedPareto(shape: best.shape, scale: best.scale * mean)
    }

    /// The fit that the detector uses: the shape of few excesses is drawn towards a prior one by as
    /// much as `priorExcesses` excesses would, and kept within ±0.5.
    ///
    /// The sampling error of a shape from N excesses is about 1/√N, which at 25 of them decides
    /// about a factor of ten in the alarm rate. The prior shape is 0, an exponential tail; where an
    /// excess can't be larger than `limit`, since a share ends at 1 and a rate at 0, it is the one
    /// of a tail that ends there. The scale follows so that the mean stays the sample's.
    static func regularized(
        for excesses: [Double], priorExcesses: Double, limit: Double = .infinity
    ) -> GeneralizedPareto {
        let fit = fitted(to: excesses)
        let count = Double(excesses.count)
        let mean = excesses.reduce(0, +) / max(1, count)
        guard mean > 0, mean.isFinite else { return GeneralizedPareto(shape: 0, scale: 0) }
        // A tail of that mean and shape γ ends at mean·(1 − γ)/−γ.
        let prior = limit > mean ? -mean / (limit - mean) : 0
        var shape = (fit.shape * count + max(-0.5, prior) * priorExcesses) / (count + priorExcesses)
        shape = min(0.5, max(-0.5, shape))
        // A tail with an end must end beyond what has been seen.
        let largest = (excesses.max() ?? mean) / mean * 1.05
        if largest > 1 { shape = max(shape, -1 / (largest - 1)) }
        return GeneralizedPareto(shape: shape, scale: mean * (1 - shape))
    }

    /// The method of moments for a sample whose mean is 1.
    private static func moments(of sample: [Double]) -> GeneralizedPareto {
        var squares = 0.0
        for value in sample { squares += (value - 1) * (value - 1) }
        let variance = squares / Double(sample.count)
        guard variance > 1e-12 else { return GeneralizedPareto(shape: 0, scale: 1) }
        return GeneralizedPareto(
            shape: max(-1, (1 - 1 / variance) / 2), scale: (1 + 1 / variance) / 2)
    }
}
