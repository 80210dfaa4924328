/// Grimshaw's reduction (1993) of the maximum-likelihood fit of a generalised Pareto distribution
/// to one equation in x = γ/σ: u(x)·v(x) = 1, with u the mean of 1/(1 + x·Y) and v one more than
/// the mean of ln(1 + x·Y).
///
/// x = 0 always solves it and stands for the exponential distribution, which the caller tries
/// itself. The sample's mean must be 1.
struct GrimshawEstimator {
    /// The excesses divided by their mean.
    let sample: [Double]

    /// Points a side at which a change of sign is looked for.
    private static let gridPoints = 12
    /// How far from x = 0 and from the pole at −1/max the search keeps, relative to the interval.
    private static let margin = 1e-6

    /// The distributions of all roots found.
    func estimates() -> [GeneralizedPareto] {
        guard let largest = sample.max(), let smallest = sample.min(), largest > 0,
            sample.count > 1, largest > smallest
        else { return [] }
        let pole = 1 / largest
        // From the pole towards 0 evenly; from 0 up by powers, since the interval spans decades.
        var grid: [Double] = []
        for index in 0...Self.gridPoints {
            let part = Double(index) / Double(Self.gridPoints)
            grid.append(-pole * (1 - Self.margin - (1 - 2 * Self.margin) * part))
        }
        let bound = 2 * (1 - smallest) / max(smallest * smallest, 1e-4)
        var positive: [Double] = []
        var point = bound
        while point > pole * Self.margin && positive.count < 3 * Self.gridPoints {
            positive.append(point)
            point /= 3
        }
        return roots(in: grid) + roots(in: positive.reversed())
    }

    private func roots(in grid: [Double]) -> [GeneralizedPareto] {
        var found: [GeneralizedPareto] = []
        guard var last = grid.first else { return [] }
        var lastValue = equation(last)
        for point in grid.dropFirst() {
            let value = equation(point)
            if (lastValue < 0) != (value < 0) {
                let root = RootFinder.root(
                    between: last, and: point, tolerance: 1e-10, of: equation)
                if let root, let estimate = distribution(at: root) { found.append(estimate) }
            }
            last = point
            lastValue = value
        }
        return found
    }

    private func equation(_ x: Double) -> Double {
        var reciprocals = 0.0
        var logarithms = 0.0
        for value in sample {
            reciprocals += 1 / (1 + x * value)
            logarithms += Mathematics.log1p(x * value)
        }
        let count = Double(sample.count)
        return reciprocals / count * (1 + logarithms / count) - 1
    }

    private func distribution(at x: Double) -> GeneralizedPareto? {
        var logarithms = 0.0
        for value in sample { logarithms += Mathematics.log1p(x * value) }
        let shape = logarithms / Double(sample.count)
        // Below −1 the likelihood has no maximum.
        guard shape.isFinite, shape >= -1, x != 0 else { return nil }
        return GeneralizedPareto(shape: shape, scale: shape / x)
    }
}
