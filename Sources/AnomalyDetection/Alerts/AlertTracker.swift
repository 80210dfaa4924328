import NetworkModel

/// The life of a session's alerts: at most one for each statistic and direction is open.
///
/// A record is written when an alert opens; at its 1st, 2nd, 4th, 8th … further alarm window, or
/// when its score has risen by 0.1 since the last record; and when it closes.
struct AlertTracker: Sendable, Codable {
    private let composer: AlertComposer
    private let quietWindows: Int
    /// By statistic in the enum's order, up before down.
    private var open: [OpenAlert?]
    private var lastWindowEnd: Timestamp?

    /// No alert is open.
    init(sensorSession: SensorSession, quietWindows: Int) {
        composer = AlertComposer(sensorSession: sensorSession)
        self.quietWindows = quietWindows
        open = Array(
            repeating: nil,
            count: TrafficStatistic.allCases.count * DeviationDirection.allCases.count)
    }

    /// Takes in the judgements of a window, in the order of the statistics.
    mutating func process(
        _ judgements: [StatisticJudgement], in window: CompletedWindow
    ) -> [AlertRecord] {
        lastWindowEnd = window.end
        var records: [AlertRecord] = []
        for (index, judgement) in judgements.enumerated() {
            for (side, direction) in DeviationDirection.allCases.enumerated() {
                let slot = index * DeviationDirection.allCases.count + side
                let isAlarm = judgement.state == .alarm && judgement.direction == direction
                if isAlarm {
                    let draft = composer.alert(of: judgement, direction: direction, in: window)
                    if let record = alarm(draft, slot: slot) { records.append(record) }
                } else if let record = quiet(slot: slot, at: window.end) {
                    records.append(record)
                }
            }
        }
        return records
    }

    /// Closes what is open.
    mutating func finish() -> [AlertRecord] {
        guard let lastWindowEnd else { return [] }
        var records: [AlertRecord] = []
        for slot in open.indices {
            guard var alert = open[slot] else { continue }
            records.append(alert.close(at: lastWindowEnd))
            open[slot] = nil
        }
        return records
    }

    private mutating func alarm(_ draft: AlertRecord, slot: Int) -> AlertRecord? {
        guard var alert = open[slot] else {
            let alert = OpenAlert(first: draft)
            open[slot] = alert
            return alert.firstRecord
        }
        let record = alert.add(draft)
        open[slot] = alert
        return record
    }

    private mutating func quiet(slot: Int, at end: Timestamp) -> AlertRecord? {
        guard var alert = open[slot] else { return nil }
        alert.quietWindows += 1
        guard alert.quietWindows >= quietWindows else {
            open[slot] = alert
            return nil
        }
        open[slot] = nil
        return alert.close(at: end)
    }
}
