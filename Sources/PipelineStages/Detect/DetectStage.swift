public import AnomalyDetection
public import NetworkModel
public import StreamProcessing
import TopicEncoding
public import TrafficWindows

/// The detector: one partition of `windows` in, `statistics` and `alerts` out.
///
/// All alerts are born here.
public struct DetectStage: Operator {
    let configuration: DetectionConfiguration
    let limits: WindowMergerLimits
    private let outputs: DetectOutputs
    var merger: WindowMerger
    var sessions: [SensorSession: DetectSession] = [:]
    var ended: EndedSessions<DetectTotals>
    /// What was done for sessions that have ended.
    var past = DetectTotals()
    var watermark: Timestamp?
    /// Records that couldn't be read.
    public internal(set) var deadLetters: UInt64 = 0

    /// A detector that has seen nothing.
    public init(
        configuration: DetectionConfiguration, layout: TopicLayout,
        limits: WindowMergerLimits = WindowMergerLimits()
    ) {
        self.configuration = configuration
        self.limits = limits
        outputs = DetectOutputs(layout: layout)
        merger = WindowMerger(limits: limits)
        ended = EndedSessions(limit: limits.endedSessions)
    }

    /// Merges a task's progress; one that can't be read or merged goes to the dead letters.
    public mutating func process(_ record: BusRecord, into outgoing: inout [OutgoingRecord]) {
        do {
            let progress = try WindowProgressCodec.decode(record.value)
            if let cause = merger.complaint(about: progress) {
                refuse(record, cause: cause, into: &outgoing)
                return
            }
            let completed = merger.add(progress)
            watermark = max(watermark ?? .distantPast, progress.watermark)
            for window in completed.windows { judge(window, into: &outgoing) }
            for session in completed.ended { end(session, into: &outgoing) }
        } catch {
            refuse(record, cause: String(describing: error), into: &outgoing)
        }
    }

    /// What was done of one session, also when it has ended; nil when it isn't remembered.
    public func totals(of session: SensorSession) -> DetectTotals? {
        sessions[session]?.totals ?? ended[session]
    }

    /// What was done for all sessions since the task began.
    public var counters: DetectCounters {
        var sum = DetectCounters()
        sum.totals = past
        for session in sessions.values { sum.totals.add(session.totals) }
        sum.merging = merger.counters
        sum.openSessions = UInt64(merger.openSessions)
        sum.deadLetters = deadLetters
        sum.watermark = watermark
        return sum
    }

    private mutating func refuse(
        _ record: BusRecord, cause: String, into outgoing: inout [OutgoingRecord]
    ) {
        deadLetters += 1
        outgoing.append(outputs.deadLetters.letter(for: record, cause: cause))
    }

    private mutating func judge(
        _ window: CompletedWindow, into outgoing: inout [OutgoingRecord]
    ) {
        let key = window.sensorSession
        var session =
            sessions.removeValue(forKey: key)
            ?? DetectSession(
                detector: WindowDetector(sensorSession: key, configuration: configuration))
        let verdict = session.detector.process(window)
        session.totals.windows += 1
        session.totals.statistics += UInt64(verdict.statistics.count)
        for statistic in verdict.statistics { outgoing.append(outputs.statistic(statistic)) }
        emit(verdict.alerts, &session.totals, into: &outgoing)
        sessions[key] = session
    }

    private mutating func end(_ key: SensorSession, into outgoing: inout [OutgoingRecord]) {
        guard var session = sessions.removeValue(forKey: key) else { return }
        emit(session.detector.finish(), &session.totals, into: &outgoing)
        past.add(session.totals)
        ended[key] = session.totals
    }

    private func emit(
        _ alerts: [AlertRecord], _ totals: inout DetectTotals,
        into outgoing: inout [OutgoingRecord]
    ) {
        for alert in alerts {
            totals.alertRecords += 1
            if alert.revision == 1 { totals.alerts += 1 }
            outgoing.append(outputs.alert(alert))
        }
    }
}
