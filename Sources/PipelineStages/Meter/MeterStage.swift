public import NetworkModel
public import StreamProcessing
import TopicEncoding

/// The meter: `packets` of one partition in, `flows` and `windows` out.
public struct MeterStage: Operator {
    let configuration: MeterConfiguration
    private let outputs: MeterOutputs
    var sessions: [SensorSession: MeterSession] = [:]
    var ended: EndedSessions<MeterTotals>
    private var records: [FlowRecord] = []
    private var places: PlaceCache?
    /// What was done for sessions that have ended.
    var past = MeterCounters()
    /// Records that couldn't be read.
    public internal(set) var deadLetters: UInt64 = 0
    /// Sessions that were ended for want of room.
    public internal(set) var sessionsDisplaced: UInt64 = 0

    /// A meter that has seen nothing.
    public init(configuration: MeterConfiguration, layout: TopicLayout) {
        self.configuration = configuration
        outputs = MeterOutputs(layout: layout)
        ended = EndedSessions(limit: configuration.maximumEndedSessions)
        places = configuration.directory.map {
            PlaceCache($0, maximumAnswers: configuration.maximumRememberedPlaces)
        }
    }

    /// How often the directory of endpoints was asked; nil without one.
    public var placeCounters: PlaceCounters? { places?.counters }

    /// Meters a batch; one that can't be read goes to the dead letters.
    public mutating func process(_ record: BusRecord, into outgoing: inout [OutgoingRecord]) {
        do {
            let batch = try PacketBatch(record.value)
            if let cause = outputs.misplacement(of: batch.header, in: record.topicPartition) {
                refuse(record, cause: cause, into: &outgoing)
                return
            }
            meter(batch, record, into: &outgoing)
        } catch {
            refuse(record, cause: String(describing: error), into: &outgoing)
        }
    }

    /// What was done of one session, also when it has ended; nil when it isn't remembered.
    public func totals(of session: SensorSession) -> MeterTotals? {
        sessions[session]?.totals ?? ended[session]
    }

    /// What was done for all sessions since the task began.
    public var counters: MeterCounters {
        var sum = past
        for session in sessions.values { sum.add(session, isOver: false) }
        sum.deadLetters = deadLetters
        sum.sessionsDisplaced = sessionsDisplaced
        sum.places = placeCounters
        return sum
    }

    private mutating func meter(
        _ batch: PacketBatch, _ record: BusRecord, into outgoing: inout [OutgoingRecord]
    ) {
        let key = batch.header.sensorSession
        if ended[key] != nil {
            ended[key]?.repeatedBatches += 1
            past.totals.repeatedBatches += 1
            return
        }
        if sessions[key] == nil {
            makeRoom(in: record.topicPartition, into: &outgoing)
            sessions[key] = MeterSession(first: batch, configuration: configuration)
        }
        let (nanoseconds, overflows) = record.firstAppendTimeMilliseconds
            .multipliedReportingOverflow(by: 1_000_000)
        let appendTime = Timestamp(nanoseconds: overflows ? 0 : nanoseconds)
        let progress = sessions[key]?.add(
            batch, offset: record.offset, appendTime: appendTime, ended: &records)
        emit(progress, from: record.topicPartition, into: &outgoing)
        if batch.header.isEnd { end(key) }
    }

    private mutating func emit(
        _ progress: WindowProgress?, from partition: TopicPartition,
        into outgoing: inout [OutgoingRecord]
    ) {
        for var flow in records {
            flow.places = places?.places(of: flow.tuple)
            outgoing.append(outputs.flow(flow, from: partition))
        }
        records.removeAll(keepingCapacity: true)
        if let progress { outgoing += outputs.windows(progress) }
    }

    private mutating func makeRoom(
        in partition: TopicPartition, into outgoing: inout [OutgoingRecord]
    ) {
        guard sessions.count >= configuration.maximumSessions,
            let oldest = sessions.min(by: { $0.value.lastOffset < $1.value.lastOffset })?.key
        else { return }
        let progress = sessions[oldest]?.finish(ended: &records)
        emit(progress, from: partition, into: &outgoing)
        sessionsDisplaced += 1
        end(oldest)
    }

    private mutating func end(_ key: SensorSession) {
        guard let session = sessions.removeValue(forKey: key) else { return }
        past.add(session, isOver: true)
        ended[key] = session.totals
    }

    private mutating func refuse(
        _ record: BusRecord, cause: String, into outgoing: inout [OutgoingRecord]
    ) {
        deadLetters += 1
        outgoing.append(outputs.deadLetters.letter(for: record, cause: cause))
    }
}
