/// The generalised Pareto distribution of the excesses over a threshold: what the tail of nearly
/// every distribution looks like from far enough out.
struct GeneralizedPareto: Hashable, Sendable, Codable {
    /// γ: below 0 the tail ends, at 0 it is exponential, above 0 it is heavy.
    var shape: Double
    /// σ, in the unit of the excesses; never negative.
    var scale: Double

    /// Below this, |γ| counts as 0: the closed forms lose all digits before they converge.
    private static let smallestShape = 1e-9

    /// The probability that an excess is larger than `excess`.
    func survival(_ excess: Double) -> Double {
        guard excess > 0 else { return 1 }
        guard scale > 0 else { return 0 }
        if abs(shape) < Self.smallestShape { return Mathematics.exp(-excess / scale) }
        let base = shape * excess / scale
        guard base > -1 else { return 0 }
        return Mathematics.exp(-Mathematics.log1p(base) / shape)
    }

    /// The excess that is passed with the given probability, which lies in 0…1.
    func excess(atSurvival probability: Double) -> Double {
        guard probability < 1 else { return 0 }
        let logarithm = Mathematics.log(probability)
        if abs(shape) < Self.smallestShape { return -scale * logarithm }
        return scale / shape * Mathematics.expm1(-shape * logarithm)
    }

    /// The logarithm of the likelihood of the excesses; −∞ where one is impossible.
    func logLikelihood(of excesses: [Double]) -> Double {
        guard scale > 0 else { return -.infinity }
        let count = Double(excesses.count)
        if abs(shape) < Self.smallestShape {
            return -count * Mathematics.log(scale) - excesses.reduce(0, +) / scale
        }
        var sum = 0.0
        for excess in excesses {
            let base = shape * excess / scale
            guard base > -1 else { return -.infinity }
            sum += Mathematics.log1p(base)
        }
        return -count * Mathematics.log(scale) - (1 + 1 / shape) * sum
    }
}
