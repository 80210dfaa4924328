import NetworkModel

/// Judges one statistic of a sensor's session, window by window, on the statistic's scale.
struct StatisticDetector: Hashable, Sendable, Codable {
    private let statistic: TrafficStatistic
    private let scale: StatisticScale
    private var tail: TailDetector
    private var values: DriftWindow
    private var counters: [DriftWindow]

    /// A detector that has seen nothing.
    init(statistic: TrafficStatistic, configuration: DetectionConfiguration) {
        self.statistic = statistic
        scale = StatisticScale(of: statistic)
        tail = TailDetector(configuration: configuration, domain: scale.domain)
        values = DriftWindow(depth: configuration.depth)
        counters = []
    }

    /// Judges a window's value and learns from it; a value that is undefined, made of nothing or
    /// from a partial window is neither judged nor learned.
    mutating func process(
        _ current: StatisticValue, windowSeconds: Double, isPartial: Bool
    ) -> StatisticJudgement {
        let usualValue = values.mean
        let usualCounters = counters.map(\.mean)
        // Only a calibrated detector needs the noise, and by then there are usual counters.
        let noise =
            usualCounters.isEmpty
            ? 0
            : CountingNoise.noise(
                of: statistic, usualValue: usualValue, usualCounters: usualCounters,
                windowSeconds: windowSeconds)
        let weight = weight(of: current, usualCounters: usualCounters)
        var judgement = StatisticJudgement(
            statistic: current, state: tail.state,
            thresholds: thresholds(noise: noise, weight: weight), usualValue: usualValue,
            usualCounters: usualCounters)
        guard !isPartial, weight > 0, let value = current.value else { return judgement }
        let mean = tail.driftMean
        let deviation = scale.position(of: value) - mean
        let verdict = tail.process(
            mean + weight * deviation, noise: noise)
        judgement.state = verdict.state
        judgement.direction = verdict.direction
        judgement.probability = verdict.probability
        if verdict.isAccepted { accept(value, of: current) }
        return judgement
    }

    /// How much a window's deviation counts: less than 1 where a ratio is made of fewer packets
    /// than usual and therefore noisier, by the square root, so that its noise is the usual one.
    ///
    /// It is the p-chart of statistical process control, whose limits widen for a small sample; a
    /// ratio of nothing to nothing has no weight at all.
    private func weight(of current: StatisticValue, usualCounters: [Double]) -> Double {
        guard current.counters.count == 2 else { return 1 }
        let denominator = Double(current.counters[1].count)
        guard usualCounters.count == 2, denominator > 0 else { return min(1, denominator) }
        return min(1, denominator / max(1, usualCounters[1])).squareRoot()
    }

    /// The thresholds for a value of the given weight, in the statistic's unit.
    private func thresholds(noise: Double, weight: Double) -> TailThresholds? {
        guard let positions = tail.thresholds(noise: noise) else { return nil }
        guard weight > 0 else { return nil }
        let mean = tail.driftMean
        return TailThresholds(
            up: scale.value(at: mean + (positions.up - mean) / weight),
            down: scale.value(at: mean + (positions.down - mean) / weight))
    }

    private mutating func accept(_ value: Double, of current: StatisticValue) {
        values.push(value)
        if counters.isEmpty {
            counters = current.counters.map { _ in DriftWindow(depth: values.depth) }
        }
        for (index, counter) in current.counters.enumerated() {
            counters[index].push(Double(counter.count))
        }
    }
}
