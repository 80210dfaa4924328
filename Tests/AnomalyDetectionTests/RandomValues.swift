import Foundation
import TestSupport

/// Random numbers of the laws that the tests need, from a seed.
struct RandomValues {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed &* 7919)
    }

    /// Evenly between 0 and 1, neither included.
    mutating func uniform() -> Double {
        (Double(generator.next() >> 11) + 0.5) / 9_007_199_254_740_992
    }

    mutating func index(below bound: Int) -> Int {
        Int(uniform() * Double(bound))
    }

    mutating func gaussian() -> Double {
        (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
    }

    mutating func exponential() -> Double {
        -log(uniform())
    }

    mutating func lognormal(deviation: Double) -> Double {
        exp(deviation * gaussian())
    }

    mutating func generalizedPareto(shape: Double, scale: Double) -> Double {
        shape == 0 ? scale * exponential() : scale / shape * (pow(uniform(), -shape) - 1)
    }

    mutating func poisson(_ mean: Double) -> Int {
        let limit = exp(-mean)
        var count = 0
        var product = uniform()
        while product > limit {
            count += 1
            product *= uniform()
        }
        return count
    }

    mutating func binomial(_ count: Int, _ probability: Double) -> Int {
        var hits = 0
        for _ in 0..<count where uniform() < probability { hits += 1 }
        return hits
    }
}
