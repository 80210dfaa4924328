import NetworkModel

/// An alert between its first alarm and its end.
///
/// Its records tell of its worst window so far (the least likely value, of several the one
/// farthest from its threshold), over the time and count of all its alarms.
struct OpenAlert: Sendable, Codable {
    /// A score that has risen by this much is news.
    static let notableScoreRise = 0.1

    /// The record of the worst window; its reason lacks the full stop.
    private var worst: AlertRecord
    private var lastSeen: Timestamp
    private var count: UInt64 = 1
    private var revision: UInt32 = 1
    private var writtenScore: Double
    /// Windows since the last alarm.
    var quietWindows = 0

    /// Opens at the first alarm.
    init(first: AlertRecord) {
        worst = first
        lastSeen = first.lastSeen
        writtenScore = first.score
    }

    /// The record that opens the alert.
    var firstRecord: AlertRecord { record(.open, at: worst.timestamp) }

    /// Counts another alarm; returns the record to be written, if it is news.
    mutating func add(_ alarm: AlertRecord) -> AlertRecord? {
        quietWindows = 0
        count += 1
        lastSeen = alarm.lastSeen
        if isWorse(alarm) {
            let (uid, firstSeen) = (worst.uid, worst.firstSeen)
            worst = alarm
            worst.uid = uid
            worst.firstSeen = firstSeen
        }
        let further = count - 1
        guard further & (further - 1) == 0 || worst.score >= writtenScore + Self.notableScoreRise
        else { return nil }
        return written(.updated, at: alarm.timestamp)
    }

    /// The record that closes the alert.
    mutating func close(at end: Timestamp) -> AlertRecord {
        written(.closed, at: end)
    }

    private func isWorse(_ alarm: AlertRecord) -> Bool {
        if alarm.probability != worst.probability { return alarm.probability < worst.probability }
        return abs(alarm.value - alarm.threshold) > abs(worst.value - worst.threshold)
    }

    private mutating func written(_ status: AlertStatus, at time: Timestamp) -> AlertRecord {
        revision += 1
        writtenScore = worst.score
        return record(status, at: time)
    }

    private func record(_ status: AlertStatus, at time: Timestamp) -> AlertRecord {
        var record = worst
        record.status = status
        record.revision = revision
        record.timestamp = time
        record.lastSeen = lastSeen
        record.count = count
        record.evidence.start = worst.firstSeen
        record.evidence.end = lastSeen
        if count > 1 {
            record.reason +=
                "; \(NumberText.grouped(count)) windows alarmed from "
                + "\(TimeText.clock(worst.firstSeen)) to \(TimeText.clock(lastSeen))"
        }
        record.reason += "."
        return record
    }
}
