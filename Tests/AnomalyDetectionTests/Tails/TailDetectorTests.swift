import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import AnomalyDetection

extension TailDetector {
    /// The state that a value of a series without counting noise gives.
    fileprivate mutating func state(after value: Double, noise: Double = 0) -> DetectorState {
        process(value, noise: noise).state
    }
}

@Suite struct TailDetectorTests {
    private static func calibrated(
        _ configuration: DetectionConfiguration = DetectionConfiguration(), seed: UInt64
    ) -> (detector: TailDetector, random: RandomValues) {
        var random = RandomValues(seed: seed)
        var detector = TailDetector(configuration: configuration)
        for _ in 0..<(configuration.depth + configuration.calibrationWindows) {
            _ = detector.process(random.gaussian(), noise: 0)
        }
        return (detector, random)
    }

    @Test func `the states follow one another and nothing is judged before the calibration ends`() {
        var random = RandomValues(seed: 1)
        var detector = TailDetector(configuration: DetectionConfiguration())
        for index in 0..<550 {
            #expect(detector.thresholds(noise: 0) == nil)
            let verdict = detector.process(random.gaussian(), noise: 0)
            #expect(verdict.state == (index < 50 ? .warmUp : .calibrating))
            #expect(verdict.probability == nil)
        }
        #expect(detector.state == .normal)
        let state1 = detector.state(after: 0)
        #expect(state1 == .normal)
        let state2 = detector.state(after: 1e3)
        #expect(state2 == .alarm)
    }

    @Test func `a value beyond the thresholds in force is an alarm on its side, one within isn't`()
    {
        let (detector, _) = Self.calibrated(seed: 2)
        guard let thresholds = detector.thresholds(noise: 0) else {
            Issue.record("the detector is calibrated")
            return
        }
        for (value, state, direction) in [
            (thresholds.up + 1e-6, DetectorState.alarm, DeviationDirection.up),
            (thresholds.up - 1e-6, .excess, .up),
            (thresholds.down - 1e-6, .alarm, .down),
            (thresholds.down + 1e-6, .excess, .down),
        ] {
            var copy = detector
            let verdict = copy.process(value, noise: 0)
            #expect(verdict.state == state)
            #expect(verdict.direction == direction)
        }
    }

    @Test func `one huge outlier leaves the mean and the later alarms as they were`() {
        // Regression: the drift ring of netspot's library was off for good after an alarm.
        for outlier in [1e6, -1e6, 50] {
            var (plain, random) = Self.calibrated(seed: 3)
            for _ in 0..<500 { _ = plain.process(random.gaussian(), noise: 0) }
            var struck = plain
            let state3 = struck.state(after: outlier)
            #expect(state3 == .alarm)
            #expect(struck.driftMean == plain.driftMean)
            var alarms = (plain: 0, struck: 0)
            for _ in 0..<3000 {
                let value = random.gaussian()
                if plain.process(value, noise: 0).state == .alarm { alarms.plain += 1 }
                if struck.process(value, noise: 0).state == .alarm { alarms.struck += 1 }
            }
            #expect(plain.driftMean == struck.driftMean)
            #expect(alarms.struck <= alarms.plain)
            #expect(alarms.plain <= 3)
        }
    }

    @Test func `a sustained attack stays detected and hardly moves the threshold`() throws {
        let configuration = DetectionConfiguration(q: 1e-3)
        var (detector, random) = Self.calibrated(configuration, seed: 4)
        for _ in 0..<3000 { _ = detector.process(random.gaussian(), noise: 0) }
        let before = try #require(detector.thresholds(noise: 0))
        var detected = 0
        for _ in 0..<600 {
            let verdict = detector.process(8 + random.gaussian(), noise: 0)
            if verdict.state == .alarm && verdict.direction == .up { detected += 1 }
        }
        let after = try #require(detector.thresholds(noise: 0))
        #expect(detected == 600)
        #expect(after.up < before.up * 1.5)
    }

    @Test func `a sustained attack right after the calibration stays detected`() {
        var (detector, random) = Self.calibrated(seed: 5)
        var detected = 0
        for _ in 0..<600 where detector.process(20 + random.gaussian(), noise: 0).state == .alarm {
            detected += 1
        }
        #expect(detected == 600)
    }

    @Test func `a slow ramp is followed`() {
        var (detector, random) = Self.calibrated(seed: 6)
        var alarms = 0
        for index in 0..<2000 {
            let value = 0.005 * Double(index) + random.gaussian()
            if detector.state(after: value) == .alarm { alarms += 1 }
        }
        #expect(alarms <= 1)
        #expect(detector.driftMean > 8)
    }

    @Test func `an attack that grows over seconds can't lift the threshold ahead of itself`() {
        for seed in 1...5 as ClosedRange<UInt64> {
            var (detector, random) = Self.calibrated(seed: seed)
            var alarms = 0
            for index in 0..<300 {
                let value = 1.5 * Double(index) + random.gaussian()
                if detector.state(after: value) == .alarm { alarms += 1 }
            }
            #expect(alarms > 270, "seed \(seed)")
        }
    }

    @Test func `a lasting change is learned anew, and not before its time`() {
        let configuration = DetectionConfiguration(relearnWindows: 300)
        var (detector, random) = Self.calibrated(configuration, seed: 10)
        var states: [DetectorState] = []
        for _ in 0..<1000 { states.append(detector.state(after: 30 + random.gaussian())) }
        #expect(states[..<300].allSatisfy { $0 == .alarm })
        #expect(states[300] == .warmUp)
        #expect(states[350] == .calibrating)
        #expect(states[850...].allSatisfy { $0 == .normal || $0 == .excess })
    }

    @Test func `probabilities are the analytic tail's, whatever the sign of the shape`() {
        // Regression: σ/γ in place of γ/σ gave wrong probabilities for every shape but 0.
        let configuration = DetectionConfiguration(
            q: 1e-6, calibrationWindows: 20_000, maximumExcesses: 1000, priorExcesses: 0)
        for shape in [-0.3, 0.3] {
            var random = RandomValues(seed: 7)
            let sample = (0..<20_000).map { _ in random.generalizedPareto(shape: shape, scale: 1) }
            let tail = TailModel(
                calibratedWith: sample, limit: .infinity, configuration: configuration)
            let law = GeneralizedPareto(shape: shape, scale: 1)
            for probability in [1e-2, 1e-3] {
                let value = law.excess(atSurvival: probability)
                let ratio = tail.probability(of: value, noise: 0) / probability
                #expect(ratio > 0.6 && ratio < 1.7, "shape \(shape), p \(probability)")
                let threshold = tail.threshold(at: probability, noise: 0)
                #expect(abs(tail.probability(of: threshold, noise: 0) / probability - 1) < 1e-9)
            }
        }
    }

    @Test func `undefined values are neither judged nor learned`() {
        var (detector, _) = Self.calibrated(seed: 8)
        let before = detector
        for value in [Double.nan, .infinity, -.infinity] {
            let verdict = detector.process(value, noise: 0)
            #expect(verdict.state == .normal)
            #expect(verdict.probability == nil && !verdict.isAccepted)
        }
        #expect(detector == before)
    }

    @Test(arguments: [0, 0.1, 1e9])
    func `a constant series has no scale, so the first deviations are not alarms`(value: Double) {
        var detector = TailDetector(configuration: DetectionConfiguration())
        for _ in 0..<2000 {
            let state = detector.state(after: value)
            #expect(state != .alarm)
        }
        let state4 = detector.state(after: value + 1e-3)
        #expect(state4 != .alarm)
        let state5 = detector.state(after: value - 1e-3)
        #expect(state5 != .alarm)
    }

    @Test func `a constant series alarms by multiples of the noise of counting`() {
        for (value, isAlarm) in [(0.2, false), (0.5, false), (1.5, true), (-1.5, true)] {
            var detector = TailDetector(configuration: DetectionConfiguration())
            for _ in 0..<600 { _ = detector.state(after: 0, noise: 0.1) }
            let state = detector.state(after: value, noise: 0.1)
            #expect((state == .alarm) == isAlarm)
        }
    }

    @Test func `a discrete series that is nearly always 0 raises no alarm by its usual values`() {
        for seed in 1...5 as ClosedRange<UInt64> {
            var random = RandomValues(seed: seed)
            var detector = TailDetector(configuration: DetectionConfiguration())
            var alarms = 0
            for _ in 0..<5000 {
                let value = random.uniform() < 0.03 ? Double(1 + random.index(below: 3)) : 0
                if detector.process(value, noise: 0.1).state == .alarm { alarms += 1 }
            }
            #expect(alarms == 0)
        }
    }

    @Test func `the unit and the origin of the values don't matter`() {
        var random = RandomValues(seed: 9)
        let values = (0..<3000).map { _ in random.lognormal(deviation: 0.8) }
        func states(_ change: (Double) -> Double) -> [DetectorState] {
            var detector = TailDetector(configuration: DetectionConfiguration(q: 1e-3))
            return values.map { detector.process(change($0), noise: 0).state }
        }
        let plain = states { $0 }
        #expect(plain.contains(.alarm))
        #expect(states { $0 * 1_048_576 } == plain)
        #expect(states { $0 / 1_048_576 } == plain)
    }
}
