import NetworkModel
import Testing

@testable import AnomalyDetection

@Suite struct AlertTrackerTests {
    /// Judgements of one window with the SYN share at a probability, or without alarm.
    private static func judgements(alarmAt probability: Double?) -> [StatisticJudgement] {
        StatisticCalculator.statistics(
            of: AttackWindow.synScan(0).merged.counters, windowNanoseconds: 1_000_000_000
        ).map { value in
            var judgement = StatisticJudgement(
                statistic: value, state: .normal, thresholds: TailThresholds(up: 0.21, down: 0),
                usualValue: 0.04, usualCounters: [1, 25])
            if value.statistic == .synRatio, let probability {
                judgement.state = .alarm
                judgement.direction = .up
                judgement.probability = probability
            }
            return judgement
        }
    }

    /// The alerts of windows, one a probability; nil is a window without alarm.
    private static func records(_ windows: [Double?]) -> [[AlertRecord]] {
        var tracker = AlertTracker(sensorSession: OfficeTraffic.sensorSession, quietWindows: 3)
        var records = windows.enumerated().map { index, probability in
            tracker.process(
                judgements(alarmAt: probability), in: AttackWindow.synScan(100 + index))
        }
        records.append(tracker.finish())
        return records
    }

    @Test func `updates come at the first, second, fourth and eighth further alarm`() {
        let records = Self.records(Array(repeating: 1e-9, count: 20))
        let written = records.indices.filter { !records[$0].isEmpty }
        #expect(written == [0, 1, 2, 4, 8, 16, 20])
        let flat = records.flatMap { $0 }
        #expect(flat.map(\.status) == [.open] + Array(repeating: .updated, count: 5) + [.closed])
        #expect(flat.map(\.revision) == Array(1...7))
        #expect(flat.map(\.count) == [1, 2, 3, 5, 9, 17, 20])
        #expect(Set(flat.map(\.uid)).count == 1)
        #expect(flat.allSatisfy { $0.firstSeen == flat[0].firstSeen })
        #expect(flat.last?.lastSeen.nanoseconds == 120_000_000_000)
        #expect(flat.last?.evidence.start.nanoseconds == 100_000_000_000)
        #expect(flat.last?.evidence.end.nanoseconds == 120_000_000_000)
    }

    @Test func `an alert closes after the quiet windows and a later alarm is another alert`() {
        let records = Self.records([1e-9, nil, nil, 1e-9, nil, nil, nil, nil, 1e-9])
        #expect(
            records.map { $0.map(\.status) } == [
                [.open], [], [], [.updated], [], [], [.closed], [], [.open], [.closed],
            ])
        let flat = records.flatMap { $0 }
        #expect(flat[2].count == 2)
        #expect(flat[2].timestamp.nanoseconds == 107_000_000_000)
        #expect(flat[2].lastSeen.nanoseconds == 104_000_000_000)
        #expect(flat[0].uid == flat[2].uid)
        #expect(flat[3].uid != flat[2].uid)
        #expect(flat[3].dedupKey == flat[2].dedupKey)
    }

    @Test func `a score that rises is news, and the worst window is what the alert tells of`() {
        let records = Self.records([1e-4, 1e-4, 1e-4, 1e-6, 1e-5, 1e-5, 1e-5])
        #expect(records.map(\.count) == [1, 1, 1, 1, 1, 0, 0, 1])
        #expect(records[2].first?.score == 0.5)
        #expect(records[3].first?.score == 0.75)
        #expect(records[7].first?.probability == 1e-6)
    }

    @Test func `there is nothing to close in a session without windows or alarms`() {
        var tracker = AlertTracker(sensorSession: OfficeTraffic.sensorSession, quietWindows: 3)
        let none = tracker.finish()
        #expect(none.isEmpty)
        #expect(Self.records([nil, nil]).flatMap { $0 }.isEmpty)
    }

    @Test func `the identifier is fixed by sensor, session, statistic, direction and window`() {
        func identifier(
            _ sensor: String = "local", _ session: UInt64 = 1,
            _ statistic: TrafficStatistic =
                .synRatio, _ direction: DeviationDirection = .up, _ window: Int64 = 7
        ) -> String {
            AlertIdentifier.identifier(
                of: SensorSession(
                    sensor: sensor, session: SessionIdentifier(rawValue: session)),
                statistic: statistic, direction: direction, firstWindow: window
            ).description
        }
        let all = [
            identifier(), identifier("locam"), identifier("local", 2),
            identifier("local", 1, .ackRatio), identifier("local", 1, .synRatio, .down),
            identifier("local", 1, .synRatio, .up, 8),
        ]
        #expect(Set(all).count == all.count)
        #expect(identifier() == "52029e48-b5c8-4123-f186-717a1a26e050")
    }

    @Test func `signatures have distinct names and identifiers`() {
        var names: Set<String> = []
        var identifiers: Set<UInt32> = []
        for statistic in TrafficStatistic.allCases {
            for direction in DeviationDirection.allCases {
                let signature = AlertSignature(statistic: statistic, direction: direction)
                names.insert(signature.name)
                identifiers.insert(signature.identifier)
                #expect((1...4).contains(signature.gravest))
            }
        }
        #expect(names.count == 20 && identifiers.count == 20)
        #expect(identifiers.min() == 1_910_011 && identifiers.max() == 1_910_102)
    }
}
