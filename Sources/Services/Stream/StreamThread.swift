import ServiceRuntime
import StreamProcessing

/// Owns a consumer, a transactional producer and the tasks of one stage, on one thread.
///
/// Each turn of the loop polls one event. Outputs, input offsets and the snapshots that are due
/// commit in one transaction; after a failed one the tasks' state is rebuilt, so that it is never
/// ahead of what was committed.
final class StreamThread: RebalanceListener {
    /// How long a turn waits for an event.
    static let pollMilliseconds: Int64 = 20

    let bus: any MessageBus
    let configuration: StreamThreadConfiguration
    let stop: StopSignal
    private var end: EndCondition?

    var producer: (any TransactionalProducer)?
    var identifier: String
    var consumer: (any GroupConsumer)?
    /// The tasks of the partitions that this member owns.
    var tasks: [TopicPartition: StreamTask] = [:]
    /// Tasks of partitions that were just given up with everything committed: an eager rebalance
    /// often hands them back at once, and then their state is still right.
    var parked: [TopicPartition: StreamTask] = [:]
    var transaction: OpenTransaction?
    /// When the newest commit ended, by the monotonic clock.
    private var lastCommit: Int64?
    private var outputs: [OutgoingRecord] = []
    var callbackError: BusError?
    /// Why the recovery itself failed; it is tried again.
    var unmended: BusError?
    var isConsumerUsable = true
    /// Another process may have this one's name, and the group hasn't said yet that none has.
    var isPlaceInDoubt = false
    var failures: FailuresInARow
    private let observe: ([any Operator]) -> Void
    let snapshots: TaskSnapshots?
    private let restorer: TaskRestorer
    /// True from a failure until the tasks are rebuilt: they have processed what the failed
    /// transaction was to commit, and a snapshot of them would commit it without its outputs.
    var isStateAhead = false
    let log: Log
    private let status: ThreadStatus?
    private var nextReport: Int64 = 0

    /// A thread's worth of work; nothing happens before `run`.
    ///
    /// - Parameters:
    ///   - bus: Read and written.
    ///   - configuration: Names and cadence.
    ///   - stop: Ends the loop after a commit.
    ///   - end: Where given, the loop ends by itself once everything has been read.
    ///   - makeStage: Makes the operator of a new task.
    ///   - observe: Sees the tasks' operators after each commit, on this thread.
    ///   - log: Is told where a task couldn't be restored as it should be.
    ///   - status: Is told that the loop goes on, and how far the tasks have come.
    init(
        bus: any MessageBus, configuration: StreamThreadConfiguration, stop: StopSignal,
        end: EndCondition?, makeStage: @escaping () -> any Operator,
        observe: @escaping ([any Operator]) -> Void = { _ in }, log: Log = Log(),
        status: ThreadStatus? = nil
    ) {
        self.bus = bus
        self.configuration = configuration
        identifier = configuration.identifier
        failures = FailuresInARow(
            memoryNanoseconds: configuration.failureMemoryMilliseconds * 1_000_000)
        self.stop = stop
        self.end = end
        self.observe = observe
        self.log = log
        snapshots = configuration.stateTopic.map {
            TaskSnapshots(
                bus: bus, group: configuration.group, topic: $0,
                intervalMilliseconds: configuration.snapshotIntervalMilliseconds,
                commitIntervalMilliseconds: configuration.commitIntervalMilliseconds)
        }
        restorer = TaskRestorer(
            bus: bus, configuration: configuration, snapshots: snapshots, log: log,
            makeStage: makeStage)
        self.status = status
    }

    /// Processes until told to stop or, with an end condition, until everything has been read.
    func run() throws(BusError) {
        defer {
            consumer?.close()
            producer?.close()
        }
        try begin()
        status?.begin()
        while true {
            do {
                let isDone = try turn()
                report(always: isDone)
                if isDone { return }
            } catch {
                isStateAhead = true
                guard error.isRecoverable, !stop.isSet else {
                    // Closing the consumer revokes its partitions; what is half done must not be
                    // committed then.
                    transaction = nil
                    // Who is told to end needn't mend anything: the next one does it again.
                    if error.isRecoverable { return }
                    throw error
                }
                try recover(from: error)
            }
        }
    }

    /// Joins the group; what doesn't succeed is tried again as any other work is.
    private func begin() throws(BusError) {
        do {
            producer = try bus.makeTransactionalProducer(identifier: identifier)
            consumer = try makeConsumer()
        } catch {
            guard error.isRecoverable else { throw error }
            isConsumerUsable = false
            if !stop.isSet { try recover(from: error) }
        }
    }

    /// Tells that the loop goes on and, a few times a second, how far the tasks have come.
    private func report(always: Bool) {
        guard let status else { return }
        let now = MonotonicClock.nanoseconds
        status.progress(at: now)
        guard always || now >= nextReport else { return }
        nextReport = now + ThreadStatus.reportIntervalNanoseconds
        status.publish(
            ThreadStatus.Report(
                tasks: tasks.values.map {
                    TaskReport($0, missingBelow: restorer.gaps[$0.partition])
                }, restores: restorer.counters))
    }

    func makeConsumer() throws(BusError) -> any GroupConsumer {
        try bus.makeConsumer(
            group: configuration.group, topics: [configuration.topic],
            instance: configuration.instance, listener: self)
    }

    /// One event and what follows from it; true when the work is done.
    private func turn() throws(BusError) -> Bool {
        if stop.isSet {
            try commit(isLast: true)
            return true
        }
        if let unmended { throw unmended }
        guard let consumer else { return true }
        let patience = transaction?.patienceNanoseconds(
            configuration, now: MonotonicClock.nanoseconds, lastCommit: lastCommit)
        let wait = min(
            Self.pollMilliseconds, patience.map { ($0 + 999_999) / 1_000_000 } ?? .max)
        let event = try poll(consumer, timeoutMilliseconds: Int32(wait))
        if let callbackError {
            self.callbackError = nil
            throw callbackError
        }
        switch event {
        case .record(let record): try process(record)
        case .endOfPartition(let partition, let nextOffset):
            tasks[partition]?.skip(to: nextOffset)
            end?.note(partition, offset: nextOffset)
        case nil: break
        }
        let now = MonotonicClock.nanoseconds
        let isAwaited = event == nil && wait * 1_000_000 >= patience ?? .max
        // After a failure what comes first is committed alone: a record that takes longer than a
        // transaction may would otherwise end the same transaction again and again.
        if failures.count > 0 {
            failures.forget(now: now, isRestoring: tasks.values.contains(where: \.isRestoring))
        }
        let isDue = failures.count > 0 || transaction?.isDue(configuration, now: now) == true
        if isAwaited || isDue { try commit() }
        return try isAtEnd()
    }

    func poll(
        _ consumer: any GroupConsumer, timeoutMilliseconds: Int32
    ) throws(BusError) -> ReaderEvent? {
        do {
            return try consumer.poll(timeoutMilliseconds: timeoutMilliseconds)
        } catch {
            // The group may go on believing that this member reads what it was given.
            if error.isFatal { isConsumerUsable = false }
            throw error
        }
    }

    private func isAtEnd() throws(BusError) -> Bool {
        let now = MonotonicClock.nanoseconds
        guard try end?.isMet(owned: Set(tasks.keys), on: bus, now: now) == true else {
            return false
        }
        try commit(isLast: true)
        observe(tasks.values.map(\.stage))
        return true
    }

    private func process(_ record: BusRecord) throws(BusError) {
        let place = record.topicPartition
        guard let suppressBelow = tasks[place]?.suppressBelow else { return }
        outputs.removeAll(keepingCapacity: true)
        tasks[place]?.process(record, into: &outputs)
        end?.note(place, offset: record.offset + 1)
        // What only rebuilds the state is committed already.
        guard record.offset >= suppressBelow else { return }
        try beginIfNeeded()
        for output in outputs {
            try producer?.send(output)
            transaction?.count(output, configuration)
        }
    }

    private func beginIfNeeded() throws(BusError) {
        guard transaction == nil else { return }
        try producer?.begin()
        transaction = OpenTransaction(began: MonotonicClock.nanoseconds)
    }

    /// Commits what was processed, and the snapshots that are due; does nothing where nothing is.
    ///
    /// - Parameter isLast: The tasks are about to be given away or to end.
    private func commit(isLast: Bool = false) throws(BusError) {
        try takeSnapshots(isLast: isLast)
        guard transaction != nil, let consumer else { return }
        let offsets = tasks.values.filter { !$0.isRestoring }
            .map { task in
                ConsumedOffset(
                    topicPartition: task.partition, offset: task.nextOffset,
                    metadata: TaskMetadata(
                        beginning: restorer.beginnings[task.partition],
                        snapshots: snapshots?.pointer(of: task.partition)
                    ).text)
            }
            .sorted { $0.topicPartition < $1.topicPartition }
        try producer?.commit(offsets, of: consumer)
        transaction = nil
        let now = MonotonicClock.nanoseconds
        lastCommit = now
        snapshots?.noteCommitted(now: now)
        failures.reset()
        observe(tasks.values.map(\.stage))
    }
}

// MARK: Rebalancing

extension StreamThread {
    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset] {
        defer { parked = [:] }
        let known = Dictionary(
            committed.map { ($0.topicPartition, $0) }, uniquingKeysWith: { $1 })
        var starts: [TopicPartition: StartOffset] = [:]
        do {
            for partition in partitions {
                starts[partition] = .offset(try start(partition, known[partition]))
            }
        } catch {
            callbackError = error
            // The group believes that this member reads all of them.
            isConsumerUsable = false
        }
        return starts
    }

    func revoked(_ partitions: [TopicPartition], isLost: Bool) {
        if !isLost {
            do {
                try commit(isLast: true)
                for partition in partitions { parked[partition] = tasks[partition] }
            } catch {
                callbackError = error
                isStateAhead = true
            }
        } else if transaction != nil {
            callbackError = BusError(
                .lostMembership, "the group gave \(configuration.topic)'s partitions away")
        }
        for partition in partitions { tasks[partition] = nil }
    }

    /// Puts a task in place and returns the offset at which it reads on.
    func start(
        _ partition: TopicPartition, _ committed: ConsumedOffset?
    ) throws(BusError) -> Int64 {
        if let task = parked[partition], !task.isRestoring, task.nextOffset == committed?.offset {
            tasks[partition] = task
            return task.nextOffset
        }
        end?.forget(partition)
        let task = try restorer.task(for: partition, committed: committed)
        tasks[partition] = task
        return task.nextOffset
    }
}

// MARK: Snapshots

extension StreamThread {
    /// Adds the snapshots that are due to the transaction, which is begun for them where need be.
    private func takeSnapshots(isLast: Bool) throws(BusError) {
        guard let snapshots, !isStateAhead else { return }
        let now = MonotonicClock.nanoseconds
        for task in snapshots.due(tasks.values, now: now, isLast: isLast) {
            let partition = task.partition
            guard let records = try snapshots.records(of: task) else {
                snapshots.postpone(partition, now: now)
                log.log(
                    .warning, "a task's state is too large for a snapshot",
                    [.topic: partition.topic, .partition: "\(partition.partition)"])
                continue
            }
            try beginIfNeeded()
            for record in records { try producer?.send(record) }
        }
    }
}
