import NetworkModel
import Testing

@testable import AnomalyDetection

/// The realised rate of alarms against the promised one, on values without any anomaly.
///
/// The seeds are fixed: a random number of alarms has to have bounds that hold each time.
@Suite struct FalseAlarmRateTests {
    enum Law: CaseIterable {
        case gaussian
        case lognormal
        case exponential
    }

    @Test(arguments: Law.allCases)
    func `the rate of alarms is the risk that was asked for`(law: Law) {
        let configuration = DetectionConfiguration(q: 1e-3)
        let count = 12_000
        var alarms = (up: 0, down: 0)
        for seed in 1...3 as ClosedRange<UInt64> {
            var random = RandomValues(seed: seed)
            var detector = TailDetector(configuration: configuration)
            for _ in 0..<count {
                let value =
                    switch law {
                    case .gaussian: random.gaussian()
                    case .lognormal: random.lognormal(deviation: 0.5)
                    case .exponential: random.exponential()
                    }
                let verdict = detector.process(value, noise: 0)
                guard verdict.state == .alarm else { continue }
                if verdict.direction == .up { alarms.up += 1 } else { alarms.down += 1 }
            }
        }
        let expected = 1e-3 * 3 * Double(count - 550)
        for realised in [alarms.up, alarms.down] {
            let ratio = Double(realised) / expected
            #expect(ratio > 0.35 && ratio < 2.5, "\(realised) alarms of \(expected)")
        }
    }

    @Test(arguments: OfficeTraffic.Kind.allCases)
    func `twelve minutes of benign office traffic raise no alarm`(kind: OfficeTraffic.Kind) {
        for seed in 1...10 as ClosedRange<UInt64> {
            var traffic = OfficeTraffic(kind, seed: seed)
            var detector = WindowDetector(
                sensorSession: OfficeTraffic.sensorSession, configuration: DetectionConfiguration())
            var states: Set<DetectorState> = []
            for index in 0..<720 {
                let verdict = detector.process(OfficeTraffic.window(index, traffic.next()))
                #expect(verdict.alerts.isEmpty, "seed \(seed): \(verdict.alerts.map(\.reason))")
                for record in verdict.statistics { states.insert(record.state) }
            }
            #expect(states.contains(.normal) && states.contains(.excess))
            let closed = detector.finish()
            #expect(closed.isEmpty)
        }
    }

    @Test func `over hours no statistic of office traffic alarms much more often than promised`() {
        let configuration = DetectionConfiguration(q: 1e-3)
        let count = 2500
        var alarms: [TrafficStatistic: Int] = [:]
        for seed in 1...2 as ClosedRange<UInt64> {
            var traffic = OfficeTraffic(.conversations, seed: seed)
            var detector = WindowDetector(
                sensorSession: OfficeTraffic.sensorSession, configuration: configuration)
            for index in 0..<count {
                let verdict = detector.process(OfficeTraffic.window(index, traffic.next()))
                for record in verdict.statistics where record.state == .alarm {
                    alarms[record.statistic, default: 0] += 1
                }
            }
        }
        // Of both tails of a statistic.
        let expected = 2 * 2 * 1e-3 * Double(count - 550)
        for statistic in TrafficStatistic.allCases {
            let realised = Double(alarms[statistic] ?? 0)
            #expect(realised < 4 * expected, "\(statistic): \(realised) of \(expected)")
        }
        #expect(!alarms.isEmpty)
    }
}
