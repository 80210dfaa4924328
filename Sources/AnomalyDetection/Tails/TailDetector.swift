import NetworkModel

/// Judges a stream of values by both tails of its residuals against a drifting mean (DSPOT, Siffer
/// and others, KDD 2017), with implausible values winsorised behind a bucket of tokens.
///
/// A value rarer than `learningRisk` changes a tail only where a token allows it, and clipped. What
/// alarms is always rarer, but so is what comes before the alarm when an attack grows: learned in
/// full, its first values would lift the threshold ahead of the rest. Alarms, and only they, are
/// kept out of the drift mean.
///
/// The first `depth` values fill the drift window, the next `calibrationWindows` calibrate the
/// tails, every later one is judged by thresholds that were in force before it.
struct TailDetector: Hashable, Sendable, Codable {
    /// No probability is given as less.
    static let smallestProbability = 1e-15

    private struct Tails: Hashable, Sendable, Codable {
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
    /// By how much alarms outnumber other values since they last didn't.
    private var alarmBalance = 0

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
        alarmBalance = max(0, alarmBalance + (verdict.state == .alarm ? 1 : -1))
        if alarmBalance >= configuration.relearnWindows { relearn() }
        return verdict
    }

    /// Forgets what was usual, so that what comes now can become it.
    private mutating func relearn() {
        drift = DriftWindow(depth: configuration.depth)
        tails = nil
        alarmBalance = 0
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
        tails.up.refill(risk: learningRisk)
        tails.down.refill(risk: learningRisk)
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
        if deviation > tail.threshold(at: risk(tail), noise: noise) {
            verdict.state = .alarm
            verdict.isAccepted = false
        }
        if deviation > tail.threshold(at: learningRisk, noise: noise) {
            winsorise(residual, isUp: isUp, in: &tails, noise: noise, limits: limits)
            return verdict
        }
        tails.up.learn(residual, limit: limits.up)
        tails.down.learn(-residual, limit: limits.down)
        return verdict
    }

    /// Lets the tail of an implausible value learn a clipped one, if it has a token; n then counts
    /// the value in both tails, else in neither.
    private func winsorise(
        _ residual: Double, isUp: Bool, in tails: inout Tails, noise: Double,
        limits: TailThresholds
    ) {
        if isUp {
            let isLearned = tails.up.learnClipped(
                residual, risk: learningRisk, noise: noise, limit: limits.up)
            if isLearned { tails.down.learn(-residual, limit: limits.down) }
        } else {
            let isLearned = tails.down.learnClipped(
                -residual, risk: learningRisk, noise: noise, limit: limits.down)
            if isLearned { tails.up.learn(residual, limit: limits.up) }
        }
    }

    /// What is rarer is not plainly learned: one in a hundred excesses, or what q makes an alarm.
    private var learningRisk: Double {
        max(configuration.q, (1 - configuration.level) / 100)
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
