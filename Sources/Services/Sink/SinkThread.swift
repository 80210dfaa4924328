import PipelineStages
import ServiceRuntime
import Sinks
import StreamProcessing
import TopicEncoding

/// Moves records from the bus into a sink: offsets follow only after the sink has made the rows
/// durable.
final class SinkThread: RebalanceListener {
    private let bus: any MessageBus
    private let layout: TopicLayout
    private let sink: any RecordSink
    private let group: String
    private let instance: String?
    private let configuration: SinkConfiguration
    private let stop: StopSignal
    private var end: EndCondition?

    private var consumer: (any GroupConsumer)?
    private var deadLetters: (any BusProducer)?
    private var topics: [String: TopicName] = [:]
    /// The next offset to write of each partition that this member owns.
    private var positions: [TopicPartition: Int64] = [:]
    private var uncommittedRows = 0
    private var firstUncommitted: Int64 = 0
    private var callbackError: (any Error)?
    /// Nothing is committed any more, whatever becomes of the partitions.
    private var hasEnded = false
    private var isPaused = false
    private let status: ThreadStatus?
    private var counters = SinkCounters()
    private var nextReport: Int64 = 0
    private var nextTick: Int64 = 0
    private let cadence: SinkCadence
    private let log: Log

    init(
        bus: any MessageBus, layout: TopicLayout, sink: any RecordSink, group: String,
        instance: String? = nil, configuration: SinkConfiguration, stop: StopSignal,
        end: EndCondition?, status: ThreadStatus? = nil, log: Log = Log()
    ) {
        self.bus = bus
        self.layout = layout
        self.sink = sink
        self.log = log
        self.group = group
        self.instance = instance
        self.configuration = configuration
        self.stop = stop
        self.end = end
        self.status = status
        cadence =
            sink.cadence
            ?? SinkCadence(
                maximumRows: configuration.maximumRows,
                intervalMilliseconds: configuration.commitIntervalMilliseconds)
        for topic in sink.topics { topics[layout.name(topic)] = topic }
    }

    /// Writes until told to stop or, with an end condition, until everything is written.
    func run() throws {
        let consumer = try bus.makeConsumer(
            group: group, topics: topics.keys.sorted(), instance: instance, listener: self)
        self.consumer = consumer
        defer {
            consumer.close()
            sink.close()
            deadLetters?.close()
        }
        status?.begin()
        do {
            try work(consumer)
        } catch {
            // What failed may have left rows or dead letters behind that are neither there nor
            // missing any more: closing the consumer must not commit them.
            hasEnded = true
            throw error
        }
    }

    private func work(_ consumer: any GroupConsumer) throws {
        while true {
            report()
            if stop.isSet { break }
            let event = try consumer.poll(timeoutMilliseconds: 20)
            if let callbackError { throw callbackError }
            switch event {
            case .record(let record): try write(record)
            case .endOfPartition(let partition, let nextOffset):
                positions[partition] = max(positions[partition, default: 0], nextOffset)
                end?.note(partition, offset: nextOffset)
            case nil: break
            }
            // What was open may have been settled meanwhile, where partitions were given up.
            if isPaused || isCommitDue { try setPaused(!commit()) }
            try tick()
            if try isAtEnd() { break }
        }
        try finish(consumer)
        nextReport = 0
        report()
    }

    /// Makes durable what was written: without a bound at the end of the input, within one where
    /// the sink was told to stop.
    private func finish(_ consumer: any GroupConsumer) throws {
        var deadline: Int64?
        while try !commit() {
            report()
            // Dead letters are on their way: the group's member goes on polling.
            try setPaused(true)
            _ = try consumer.poll(timeoutMilliseconds: 0)
            if let callbackError { throw callbackError }
            guard stop.isSet else { continue }
            let now = MonotonicClock.nanoseconds
            deadline = deadline ?? now + configuration.stopMilliseconds * 1_000_000
            guard now >= deadline ?? .max else { continue }
            log.log(
                .warning,
                "the bus didn't take dead letters before the end; what is open is read again",
                [.group: group])
            hasEnded = true
            return
        }
    }

    /// Stops records from coming while dead letters are on their way, or lets them come again.
    private func setPaused(_ paused: Bool) throws(BusError) {
        guard paused != isPaused else { return }
        isPaused = paused
        if paused { try consumer?.pause() } else { try consumer?.resume() }
    }

    /// Tells that the loop goes on and, a few times a second, how far the sink has come.
    private func report() {
        guard let status else { return }
        let now = MonotonicClock.nanoseconds
        status.progress(at: now)
        guard now >= nextReport else { return }
        nextReport = now + ThreadStatus.reportIntervalNanoseconds
        status.publish(
            ThreadStatus.Report(
                tasks: positions.map { TaskReport($0.key, nextOffset: $0.value) }, sink: counters))
    }

    private func isAtEnd() throws(BusError) -> Bool {
        let now = MonotonicClock.nanoseconds
        return try end?.isMet(owned: Set(positions.keys), on: bus, now: now) == true
    }

    private var isCommitDue: Bool {
        guard uncommittedRows > 0 else { return false }
        return uncommittedRows >= cadence.maximumRows || sink.isCommitDue
            || MonotonicClock.nanoseconds - firstUncommitted
                >= cadence.intervalMilliseconds * 1_000_000
    }

    private func tick() throws {
        let now = MonotonicClock.nanoseconds
        guard now >= nextTick else { return }
        nextTick = now + ThreadStatus.reportIntervalNanoseconds
        try sink.tick()
    }

    private func write(_ record: BusRecord) throws {
        let place = record.topicPartition
        guard let topic = topics[place.topic], positions[place] != nil else { return }
        do {
            try sink.write(record, topic: topic)
            counters.rows[topic, default: 0] += 1
        } catch let error where error.code == .badRecord {
            counters.refused += 1
            try refuse(record, cause: error.message)
        }
        if uncommittedRows == 0 { firstUncommitted = MonotonicClock.nanoseconds }
        uncommittedRows += 1
        positions[place] = record.offset + 1
        end?.note(place, offset: record.offset + 1)
    }

    /// A row that the sink can't take goes to the dead letters; the rest goes in.
    private func refuse(_ record: BusRecord, cause: String) throws(BusError) {
        if deadLetters == nil { deadLetters = try bus.makeProducer() }
        try deadLetters?.send(DeadLetters(layout: layout).letter(for: record, cause: cause))
    }

    /// Makes rows durable and moves the group's offsets behind them.
    ///
    /// - Returns: Whether it is done; false where the bus hasn't all dead letters yet.
    private func commit() throws -> Bool {
        guard uncommittedRows > 0, let consumer else { return true }
        guard try flushDeadLetters() else { return false }
        try sink.commit(positions)
        let metadata = SinkOwner(identity: sink.identity).metadata
        let offsets = positions.map {
            ConsumedOffset(topicPartition: $0.key, offset: $0.value, metadata: metadata)
        }
        try consumer.commit(offsets.sorted { $0.topicPartition < $1.topicPartition })
        uncommittedRows = 0
        counters.batches += 1
        return true
    }

    private func flushDeadLetters() throws(BusError) -> Bool {
        try deadLetters?.flush(withinMilliseconds: SinkConfiguration.flushMilliseconds) ?? true
    }

    /// Waits for dead letters before partitions are given up: rows of these can neither stay
    /// without them nor be taken back, so that the sink ends where that takes too long.
    private func settleDeadLetters() throws(BusError) {
        let deadline =
            MonotonicClock.nanoseconds + configuration.settleMilliseconds * 1_000_000
        while try !flushDeadLetters() {
            guard MonotonicClock.nanoseconds >= deadline else { continue }
            throw BusError(
                .timedOut,
                "partitions of group \(group) go to another member, and the bus hasn't taken the "
                    + "dead letters of \(layout.name(.deadLetters)) yet: see that each of its "
                    + "partitions has a leader, then start the sink again", isRetriable: true)
        }
    }

    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset] {
        let known = Dictionary(
            committed.map { ($0.topicPartition, $0.offset) }, uniquingKeysWith: { $1 })
        var starts: [TopicPartition: StartOffset] = [:]
        do {
            try checkOwner(partitions, committed)
            for partition in partitions {
                // The sink's own word goes first: it was written together with the rows.
                let range = try bus.offsets(of: partition)
                let offset = sink.resumeOffsets[partition] ?? known[partition] ?? range.oldest
                guard offset <= range.end else {
                    throw SinkError(
                        .foreign,
                        "the sink of group \(group) holds \(partition.topic) up to offset "
                            + "\(offset), but the topic ends at \(range.end): it was made anew, so "
                            + "write to another place, or move the sink's files away")
                }
                positions[partition] = offset
                starts[partition] = .offset(offset)
            }
        } catch {
            callbackError = error
        }
        return starts
    }

    /// Refuses to share the group with another sink, whose part of the records would be missing
    /// here.
    private func checkOwner(
        _ partitions: [TopicPartition], _ committed: [ConsumedOffset]
    ) throws(SinkError) {
        let all = Set(sink.topics.flatMap { layout.partitions(of: $0) })
        let isWhole = all.isSubset(of: Set(partitions).union(positions.keys))
        let owner = SinkOwner(identity: sink.identity)
        switch owner.judge(committed, isWhole: isWhole, own: sink.resumeOffsets) {
        case .none: break
        case .successor:
            log.log(
                .warning,
                "the group has filled another folder: what it wrote there isn't written here again",
                [.group: group])
        case .shared:
            throw SinkError(
                .foreign,
                "The group \(group) fills another folder too, as on another machine: each would "
                    + "have a part of the records. Stop that sink, or give this one a --group of "
                    + "its own, with which it writes everything.")
        }
    }

    func revoked(_ partitions: [TopicPartition], isLost: Bool) {
        guard !hasEnded else { return }
        do {
            try settleDeadLetters()
            // The sink's own offsets go with its rows, whoever reads the partitions next: rows that
            // stayed without would come again.
            if isLost { try sink.commit(positions) } else { _ = try commit() }
        } catch {
            callbackError = error
        }
        for partition in partitions { positions[partition] = nil }
    }
}
