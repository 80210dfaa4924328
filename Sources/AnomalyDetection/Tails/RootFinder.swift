/// Finds a root of a continuous function between two points where its signs differ (Brent, 1973:
/// inverse quadratic interpolation, secant and bisection).
enum RootFinder {
    /// The most steps of one search.
    static let maximumSteps = 200

    /// A root between `lower` and `upper`, or nil where the function has the same sign at both.
    static func root(
        between lower: Double, and upper: Double, tolerance: Double,
        of function: (Double) -> Double
    ) -> Double? {
        // `best` is the newest estimate, `other` the end of the bracket across from it, `previous`
        // the estimate before.
        var previous = lower
        var best = upper
        var previousValue = function(previous)
        var bestValue = function(best)
        guard previousValue.isFinite, bestValue.isFinite else { return nil }
        if previousValue == 0 { return previous }
        if bestValue == 0 { return best }
        guard (previousValue < 0) != (bestValue < 0) else { return nil }

        var other = previous
        var otherValue = previousValue
        var step = best - previous
        var stepBefore = step
        for _ in 0..<maximumSteps {
            if abs(otherValue) < abs(bestValue) {
                (previous, best, other) = (best, other, best)
                (previousValue, bestValue, otherValue) = (bestValue, otherValue, bestValue)
            }
            let precision = 2 * best.ulp + tolerance / 2
            let half = (other - best) / 2
            if abs(half) <= precision || bestValue == 0 { return best }
            let proposal =
                abs(stepBefore) < precision || abs(previousValue) <= abs(bestValue)
                ? nil
                : interpolation(
                    (previous, previousValue), (best, bestValue), (other, otherValue),
                    limit: min(1.5 * abs(half) - abs(precision / 2), abs(stepBefore) / 2))
            stepBefore = proposal == nil ? half : step
            step = proposal ?? half
            previous = best
            previousValue = bestValue
            best += abs(step) > precision ? step : (half < 0 ? -precision : precision)
            bestValue = function(best)
            guard bestValue.isFinite else { return nil }
            if (bestValue < 0) == (otherValue < 0) {
                other = previous
                otherValue = previousValue
                step = best - previous
                stepBefore = step
            }
        }
        return best
    }

    /// The step from `best` to where a curve through the points crosses zero; nil where it leaves
    /// the bracket or is longer than `limit`, so that bisection is safer.
    private static func interpolation(
        _ previous: (at: Double, value: Double), _ best: (at: Double, value: Double),
        _ other: (at: Double, value: Double), limit: Double
    ) -> Double? {
        let half = (other.at - best.at) / 2
        let ratio = best.value / previous.value
        var numerator: Double
        var denominator: Double
        if previous.at == other.at {
            numerator = 2 * half * ratio
            denominator = 1 - ratio
        } else {
            let first = previous.value / other.value
            let second = best.value / other.value
            numerator =
                ratio
                * (2 * half * first * (first - second) - (best.at - previous.at) * (second - 1))
            denominator = (first - 1) * (second - 1) * (ratio - 1)
        }
        if numerator > 0 { denominator = -denominator } else { numerator = -numerator }
        // The numerator is positive now; a step against the bracket has a negative denominator.
        guard denominator != 0 else { return nil }
        let step = numerator / denominator
        guard step.isFinite, step * half > 0, abs(step) < limit else { return nil }
        return step
    }
}
