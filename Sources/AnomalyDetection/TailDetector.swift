import NetworkModel

/// Judges a stream of values by both tails of its residuals against a drifting mean (DSPOT, Siffer
/// and others, KDD 2017), with alarms winsorised behind a bucket of tokens.
///
/// The first `depth` values fill the drift window, the next `calibrationWindows` calibrate the
/// tails, every later one is judged by thresholds that were in force before it.
struct TailDetector: Hashable, Sendable {
    /// No probability is given as less.
    static let smallestProbability = 1e-15

    private struct Tails: Hashable, Sendable {
        var up: TailModel
        var down: TailModel
        /// The residuals of the calibration, for ranks between the tails.
        var body: [Double]
    }

    private let configuration: DetectionConfiguration
    private let domain: ClosedRange<Double>
    private var drift: DriftWindow
    private var calibration: [Double] = []
    private var tails: Tails?

    /// A detector that has seen nothing, of values that lie in `domain`.
    init(
        configuration: DetectionConfiguration,
        domain: ClosedRange<Double> = -Double.infinity...Double.infinity
    ) {
        self.configuration = configuration
        self.domain = domain
        drift = DriftWindow(depth: configuration.depth)
    }

    /// What is usual now.
    var driftMean: Double { drift.mean }

    /// Where the detector stands between two values.
    var state: DetectorState {
        if tails != nil { return .normal }
        return drift.isFull ? .calibrating : .warmUp
    }

    /// The thresholds for the next value; nil until calibrated.
    ///
    /// `noise` is the least scale that a tail can have, in the values' unit.
    func thresholds(noise: Double) -> TailThresholds? {
        guard let tails else { return nil }
        let mean = drift.mean
        return TailThresholds(
            up: mean + tails.up.threshold(at: risk(tails.up), noise: noise),
            down: mean - tails.down.threshold(at: risk(tails.down), noise: noise))
    }

    /// The tails' fitted distributions; nil until calibrated.
    var distributions: (up: GeneralizedPareto, down: GeneralizedPareto)? {
        tails.map { ($0.up.distribution, $0.down.distribution) }
    }

    /// Judges a value, then learns from it; one that isn't finite is neither judged nor learned.
    mutating func process(_ value: Double, noise: Double) -> TailVerdict {
        guard value.isFinite else { return TailVerdict(state: state, isAccepted: false) }
        guard drift.isFull else {
            drift.push(value)
            return TailVerdict(state: .warmUp, isAccepted: true)
        }
        let mean = drift.mean
        let residual = value - mean
        let limits = TailThresholds(up: domain.upperBound - mean, down: mean - domain.lowerBound)
        guard var tails else {
            drift.push(value)
            calibrate(with: residual, limits: limits)
            return TailVerdict(state: .calibrating, isAccepted: true)
        }
        // The copy in `self` would make each change copy the excesses.
        self.tails = nil
        let verdict = judge(residual, with: &tails, noise: noise, limits: limits)
        self.tails = tails
        if verdict.isAccepted { drift.push(value) }
        return verdict
    }

    private mutating func calibrate(with residual: Double, limits: TailThresholds) {
        calibration.append(residual)
        guard calibration.count == configuration.calibrationWindows else { return }
        tails = Tails(
            up: TailModel(
                calibratedWith: calibration, limit: limits.up, configuration: configuration),
            down: TailModel(
                calibratedWith: calibration.map { -$0 }, limit: limits.down,
                configuration: configuration),
            body: calibration)
        calibration = []
    }

    private func judge(
        _ residual: Double, with tails: inout Tails, noise: Double, limits: TailThresholds
    ) -> TailVerdict {
        let risk = risk(tails.up)
        tails.up.refill(risk: risk)
        tails.down.refill(risk: risk)
        let isUp = residual > tails.up.initialThreshold
        let isDown = !isUp && -residual > tails.down.initialThreshold
        guard isUp || isDown else {
            tails.up.learn(residual, limit: limits.up)
            tails.down.learn(-residual, limit: limits.down)
            return TailVerdict(
                state: .normal, probability: bodyProbability(of: residual, in: tails),
                isAccepted: true)
        }
        let deviation = isUp ? residual : -residual
        let tail = isUp ? tails.up : tails.down
        let probability = tail.probability(of: deviation, noise: noise)
        var verdict = TailVerdict(
            state: .excess, direction: isUp ? .up : .down,
            probability: max(Self.smallestProbability, probability), isAccepted: true)
        if deviation > tail.threshold(at: risk, noise: noise) {
            verdict.state = .alarm
            verdict.isAccepted = false
            let learned =
                isUp
                ? tails.up.learnFromAlarm(
                    deviation, risk: risk, noise: noise, limit: limits.up)
                : tails.down.learnFromAlarm(
                    deviation, risk: risk, noise: noise, limit: limits.down)
            // n counts the same values in both tails.
            if learned {
                if isUp {
                    tails.down.learn(-residual, limit: limits.down)
                } else {
                    tails.up.learn(residual, limit: limits.up)
                }
            }
            return verdict
        }
        tails.up.learn(residual, limit: limits.up)
        tails.down.learn(-residual, limit: limits.down)
        return verdict
    }

    /// The risk in force: q once 1/q values have been seen, until then less by the square of the
    /// part that has been seen.
    private func risk(_ tail: TailModel) -> Double {
        let part = min(1, configuration.q * Double(tail.observations))
        return configuration.q * part * part
    }

    /// The share of the calibration's residuals at least as far out on the value's side, but no
    /// less than where the tail begins.
    private func bodyProbability(of residual: Double, in tails: Tails) -> Double {
        let below = tails.body.count { $0 <= residual }
        let above = tails.body.count { $0 >= residual }
        let extreme = Double(min(below, above)) / Double(tails.body.count)
        return max(1 - configuration.level, extreme)
    }
}
