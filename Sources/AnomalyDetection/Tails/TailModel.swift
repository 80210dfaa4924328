/// One tail of one statistic (peaks over threshold): the initial threshold, the excesses over it,
/// and how unlikely a deviation beyond it is.
///
/// Deviations are residuals against the drift mean, turned round for the lower tail, so that a
/// larger one is always further out.
///
/// The tail is the heaviest of several estimates. The first is the generalised Pareto distribution
/// of all excesses. The next are those of the upper half and quarter of them, because a tail that
/// is a mixture (mostly nothing, sometimes a burst) has a far larger scale further out. The last
/// has the noise of counting as its scale, so that a statistic which hardly moved while it was
/// calibrated doesn't alarm at the first single packet. Without that noise and with too few
/// excesses there is no scale at all, and no value is an alarm.
struct TailModel: Hashable, Sendable, Codable {
    /// Fewer excesses than these say nothing about the tail's scale.
    static let minimumExcesses = 10
    /// The fewest excesses from which the tail of an upper part is estimated.
    static let minimumUpperExcesses = 6
    /// A tail is refitted after as many new excesses as it has, divided by this.
    static let refitDivisor = 50

    /// An estimate of the tail from `offset` on, for `weight` of the values seen.
    private struct Component: Hashable, Sendable, Codable {
        var offset: Double
        var weight: Double
        var distribution: GeneralizedPareto
    }

    /// The initial threshold t.
    let initialThreshold: Double
    private let level: Double
    private let priorExcesses: Double
    private var ring: PeakRing
    private var components: [Component] = []
    private var excessesSinceFit = 0
    /// It starts with one token: the few excesses of the calibration would give way to more.
    private var bucket = TokenBucket(tokens: 1)

    /// Calibrates the tail from the deviations in the order in which they came; none can be larger
    /// than `limit`.
    init(
        calibratedWith deviations: [Double], limit: Double, configuration: DetectionConfiguration
    ) {
        let ascending = deviations.sorted()
        let rank = Int(configuration.level * Double(ascending.count)) - 1
        initialThreshold = ascending.isEmpty ? 0 : ascending[max(0, rank)]
        level = configuration.level
        priorExcesses = configuration.priorExcesses
        ring = PeakRing(capacity: configuration.maximumExcesses)
        for deviation in deviations {
            if deviation > initialThreshold {
                ring.push(deviation - initialThreshold)
            } else {
                ring.countValue()
            }
        }
        fit(limit: limit)
    }

    /// How many values the tail has seen, those of the calibration included.
    var observations: UInt64 { ring.observations }

    /// How many excesses the tail is made from.
    var excessCount: Int { ring.count }

    /// The generalised Pareto distribution of the excesses.
    var distribution: GeneralizedPareto { components[0].distribution }

    /// How likely a deviation at least as large is; for one beyond the initial threshold.
    func probability(of deviation: Double, noise: Double) -> Double {
        guard hasScale(noise) else { return 1 }
        let excess = deviation - initialThreshold
        var highest = 0.0
        for component in components + floor(noise) {
            highest = max(
                highest,
                share(component) * component.distribution.survival(excess - component.offset))
        }
        return min(1, highest)
    }

    /// The deviation beyond which lies the share `probability` of normal values.
    func threshold(at probability: Double, noise: Double) -> Double {
        guard hasScale(noise) else { return .infinity }
        var farthest = 0.0
        for component in components + floor(noise) {
            let survival = probability / share(component)
            farthest = max(
                farthest,
                component.offset + component.distribution.excess(atSurvival: min(1, survival)))
        }
        return initialThreshold + farthest
    }

    /// Counts an accepted value, in a tail that can't reach farther than `limit` now.
    mutating func learn(_ deviation: Double, limit: Double) {
        guard deviation > initialThreshold else {
            ring.countValue()
            return
        }
        ring.push(deviation - initialThreshold)
        excessesSinceFit += 1
        if excessesSinceFit * Self.refitDivisor >= ring.count { fit(limit: limit) }
    }

    /// Lets the bucket of tokens refill by one value's worth.
    mutating func refill(risk: Double) {
        bucket.refill(2 * risk)
    }

    /// Learns an implausible value, clipped to what has a tenth of the risk, if a token allows it.
    mutating func learnClipped(
        _ deviation: Double, risk: Double, noise: Double, limit: Double
    ) -> Bool {
        guard bucket.take() else { return false }
        learn(min(deviation, threshold(at: risk / 10, noise: noise)), limit: limit)
        return true
    }

    private func hasScale(_ noise: Double) -> Bool {
        noise > 0 || (ring.count >= Self.minimumExcesses && distribution.scale > 0)
    }

    private func share(_ component: Component) -> Double {
        component.weight / Double(max(1, ring.span))
    }

    /// The tail of counting noise; nothing where there is none.
    private func floor(_ noise: Double) -> [Component] {
        guard noise > 0 else { return [] }
        let scale = ring.count < Self.minimumExcesses ? noise : noise / 4
        let weight = max(Double(ring.count), (1 - level) / 10 * Double(ring.span))
        return [
            Component(
                offset: 0, weight: weight, distribution: GeneralizedPareto(shape: 0, scale: scale))
        ]
    }

    private mutating func fit(limit: Double) {
        excessesSinceFit = 0
        let excesses = ring.descending
        let whole = GeneralizedPareto.regularized(
            for: excesses, priorExcesses: priorExcesses, limit: limit - initialThreshold)
        components = [
            Component(offset: 0, weight: Double(max(1, excesses.count)), distribution: whole)
        ]
        for count in [excesses.count / 2, excesses.count / 4]
        where count >= Self.minimumUpperExcesses {
            let offset = excesses[count]
            let total = excesses[..<count].reduce(0) { $0 + ($1 - offset) }
            // A tail's shape is the same from wherever it is looked at.
            let scale = total / Double(count) * (1 - whole.shape)
            components.append(
                Component(
                    offset: offset, weight: Double(count),
                    distribution: GeneralizedPareto(shape: whole.shape, scale: scale)))
        }
    }
}
