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
    private var drift: DriftWindow
    private var calibration: [Double] = []
    private var tails: Tails?

    /// A detector that has seen nothing.
    init(configuration: DetectionConfiguration) {
        self.configuration = configuration
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
        let residual = value - drift.mean
        guard var tails else {
            drift.push(value)
            calibrate(with: residual)
            return TailVerdict(state: .calibrating, isAccepted: true)
        }
        // The copy in `self` would make each change copy the excesses.
        self.tails = nil
        let verdict = judge(residual, with: &tails, noise: noise)
        self.tails = tails
        if verdict.isAccepted { drift.push(value) }
        return verdict
    }

    private mutating func calibrate(with residual: Double) {
        calibration.append(residual)
        guard calibration.count == configuration.calibrationWindows else { return }
        tails = Tails(
            up: TailModel(calibratedWith: calibration, configuration: configuration),
            down: TailModel(calibratedWith: calibration.map { -$0 }, configuration: configuration),
            body: calibration)
        calibration = []
    }

    private func judge(
        _ residual: Double, with tails: inout Tails, noise: Double
    ) -> TailVerdict {
        let risk = risk(tails.up)
        tails.up.refill(risk: risk)
        tails.down.refill(risk: risk)
        let isUp = residual > tails.up.initialThreshold
        let isDown = !isUp && -residual > tails.down.initialThreshold
        guard isUp || isDown else {
            tails.up.learn(residual)
            tails.down.learn(-residual)
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
                ? tails.up.learnFromAlarm(deviation, risk: risk, noise: noise)
                : tails.down.learnFromAlarm(deviation, risk: risk, noise: noise)
            // n counts the same values in both tails.
            if learned {
                if isUp { tails.down.learn(-residual) } else { tails.up.learn(residual) }
            }
            return verdict
        }
        tails.up.learn(residual)
        tails.down.learn(-residual)
        return verdict
    }

    /// The risk in force: q, once 1/q values have been seen.
    private func risk(_ tail: TailModel) -> Double {
        configuration.q * min(1, configuration.q * Double(tail.observations))
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
