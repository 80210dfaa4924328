public import NetworkModel

/// Judges the windows of one sensor's session one after the other: statistics, detectors, alerts.
///
/// It is a value and a function of the windows alone: the same windows give the same records.
public struct WindowDetector: Sendable, Codable {
    /// What every statistic is about as yet.
    static let entity = "sensor"

    private let sensorSession: SensorSession
    private var detectors: [StatisticDetector]
    private var tracker: AlertTracker

    /// A detector for a session of which no window has come yet.
    ///
    /// The configuration must be a validated one.
    public init(sensorSession: SensorSession, configuration: DetectionConfiguration) {
        self.sensorSession = sensorSession
        detectors = TrafficStatistic.allCases.map {
            StatisticDetector(statistic: $0, configuration: configuration)
        }
        tracker = AlertTracker(
            sensorSession: sensorSession, quietWindows: configuration.quietWindows)
    }

    /// Judges the next window of the session; windows come in the order of their time.
    public mutating func process(_ window: CompletedWindow) -> WindowVerdict {
        let values = StatisticCalculator.statistics(
            of: window.merged.counters, windowNanoseconds: window.windowNanoseconds)
        let seconds = Double(window.windowNanoseconds) / 1e9
        var judgements: [StatisticJudgement] = []
        for (index, value) in values.enumerated() {
            judgements.append(
                detectors[index].process(
                    value, windowSeconds: seconds, isPartial: window.isPartial))
        }
        return WindowVerdict(
            statistics: judgements.map { record(of: $0, in: window) },
            alerts: tracker.process(judgements, in: window))
    }

    /// The session has ended: open alerts are closed.
    public mutating func finish() -> [AlertRecord] {
        tracker.finish()
    }

    private func record(
        of judgement: StatisticJudgement, in window: CompletedWindow
    ) -> StatisticRecord {
        StatisticRecord(
            sensorSession: sensorSession, entity: Self.entity,
            statistic: judgement.statistic.statistic, windowEnd: window.end,
            windowNanoseconds: window.windowNanoseconds, value: judgement.statistic.value,
            thresholdUp: judgement.thresholds?.up, thresholdDown: judgement.thresholds?.down,
            probability: judgement.probability, state: judgement.state,
            isPartialWindow: window.isPartial, counters: judgement.statistic.counters)
    }
}
