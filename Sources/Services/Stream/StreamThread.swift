import ServiceRuntime
import StreamProcessing

/// Owns a consumer, a transactional producer and the tasks of one stage, on one thread.
///
/// Each turn of the loop polls one event. Outputs, input offsets and nothing else commit in one
/// transaction; after a failed one the tasks' state is rebuilt, so that it is never ahead of what
/// was committed.
final class StreamThread: RebalanceListener {
    private let bus: any MessageBus
    private let configuration: StreamThreadConfiguration
    private let makeStage: () -> any Operator
    private let stop: StopSignal
    private var end: EndCondition?

    private var producer: (any TransactionalProducer)?
    private var identifier: String
    private var consumer: (any GroupConsumer)?
    /// The tasks of the partitions that this member owns.
    private var tasks: [TopicPartition: StreamTask] = [:]
    /// Tasks of partitions that were just given up with everything committed: an eager rebalance
    /// often hands them back at once, and then their state is still right.
    private var parked: [TopicPartition: StreamTask] = [:]
    private var transaction: OpenTransaction?
    private var outputs: [OutgoingRecord] = []
    private var callbackError: BusError?
    /// Why the recovery itself failed; it is tried again.
    private var unmended: BusError?
    private var isConsumerUsable = true
    private var failures = 0
    private let observe: ([any Operator]) -> Void

    /// A thread's worth of work; nothing happens before `run`.
    ///
    /// - Parameters:
    ///   - bus: Read and written.
    ///   - configuration: Names and cadence.
    ///   - stop: Ends the loop after a commit.
    ///   - end: Where given, the loop ends by itself once everything has been read.
    ///   - makeStage: Makes the operator of a new task.
    ///   - observe: Sees the tasks' operators after each commit, on this thread.
    init(
        bus: any MessageBus, configuration: StreamThreadConfiguration, stop: StopSignal,
        end: EndCondition?, makeStage: @escaping () -> any Operator,
        observe: @escaping ([any Operator]) -> Void = { _ in }
    ) {
        self.bus = bus
        self.configuration = configuration
        identifier = configuration.identifier
        self.stop = stop
        self.end = end
        self.makeStage = makeStage
        self.observe = observe
    }

    /// Processes until told to stop or, with an end condition, until everything has been read.
    func run() throws(BusError) {
        defer {
            consumer?.close()
            producer?.close()
        }
        producer = try bus.makeTransactionalProducer(identifier: configuration.identifier)
        consumer = try makeConsumer()
        while true {
            do {
                if try turn() { return }
            } catch {
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

    private func makeConsumer() throws(BusError) -> any GroupConsumer {
        try bus.makeConsumer(
            group: configuration.group, topics: [configuration.topic], listener: self)
    }

    /// One event and what follows from it; true when the work is done.
    private func turn() throws(BusError) -> Bool {
        guard let consumer else { return true }
        if stop.isSet {
            try commit()
            return true
        }
        if let unmended { throw unmended }
        let event = try poll(consumer)
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
        if let transaction, transaction.isDue(configuration, now: MonotonicClock.nanoseconds) {
            try commit()
        }
        return try isAtEnd()
    }

    private func poll(_ consumer: any GroupConsumer) throws(BusError) -> ReaderEvent? {
        do {
            return try consumer.poll(timeoutMilliseconds: 20)
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
        try commit()
        observe(tasks.values.map(\.stage))
        return true
    }

    private func process(_ record: BusRecord) throws(BusError) {
        let place = record.topicPartition
        guard tasks[place] != nil else { return }
        outputs.removeAll(keepingCapacity: true)
        tasks[place]?.process(record, into: &outputs)
        end?.note(place, offset: record.offset + 1)
        guard tasks[place]?.isRestoring == false else { return }
        if transaction == nil {
            try producer?.begin()
            transaction = OpenTransaction(began: MonotonicClock.nanoseconds)
        }
        for output in outputs {
            try producer?.send(output)
            transaction?.count(output)
        }
    }

    /// Commits what was processed; does nothing where nothing was.
    private func commit() throws(BusError) {
        guard transaction != nil, let consumer else { return }
        let offsets = tasks.values.filter { !$0.isRestoring }
            .map { ConsumedOffset(topicPartition: $0.partition, offset: $0.nextOffset) }
            .sorted { $0.topicPartition < $1.topicPartition }
        try producer?.commit(offsets, of: consumer)
        transaction = nil
        failures = 0
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
            committed.map { ($0.topicPartition, $0.offset) }, uniquingKeysWith: { $1 })
        var starts: [TopicPartition: StartOffset] = [:]
        do {
            for partition in partitions {
                starts[partition] = .offset(try start(partition, committed: known[partition]))
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
                try commit()
                for partition in partitions { parked[partition] = tasks[partition] }
            } catch {
                callbackError = error
            }
        } else if transaction != nil {
            callbackError = BusError(
                .lostMembership, "the group gave \(configuration.topic)'s partitions away")
        }
        for partition in partitions { tasks[partition] = nil }
    }

    /// Puts a task in place and returns the offset at which it reads on.
    private func start(
        _ partition: TopicPartition, committed: Int64?
    ) throws(BusError) -> Int64 {
        if let task = parked[partition], !task.isRestoring, task.nextOffset == committed {
            tasks[partition] = task
            return task.nextOffset
        }
        guard configuration.isInputKept || committed == nil else {
            throw BusError(
                .corrupt,
                "the state of partition \(partition.partition) of \(partition.topic) is lost, and "
                    + "the temporary bus no longer holds what it was made from: run again, with "
                    + "--bus sqlite:PATH if it happens once more")
        }
        let oldest = try bus.offsets(of: partition).oldest
        end?.forget(partition)
        tasks[partition] = StreamTask(
            partition: partition, oldest: oldest, committed: committed, stage: makeStage())
        return oldest
    }
}

// MARK: Recovery

extension StreamThread {
    /// Forgets the open transaction and rebuilds every task from what was committed.
    ///
    /// A broker that is away when this is done is waited for: it is tried again, with growing
    /// pauses, until the failures in a row are too many.
    private func recover(from error: BusError) throws(BusError) {
        failures += 1
        guard failures <= configuration.maximumFailures else { throw error }
        transaction = nil
        parked = [:]
        callbackError = nil
        do {
            try mend(error)
            unmended = nil
        } catch {
            guard error.isRecoverable else { throw error }
            unmended = error
            _ = stop.wait(
                timeoutMilliseconds: configuration.recoveryPauseMilliseconds << min(failures, 6))
        }
    }

    private func mend(_ error: BusError) throws(BusError) {
        // Records of a failed transaction may be on their way still, and would be taken for those
        // of the next one with the same numbers: only a new producer's epoch keeps them out.
        // Closing the old one aborts what it has open.
        producer?.close()
        producer = nil
        if error.code == .fenced {
            // Whoever took the identifier has settled what was open under it and keeps it; two that
            // take it from each other in turn would do nothing else.
            identifier =
                "\(configuration.identifier)-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        }
        producer = try bus.makeTransactionalProducer(identifier: identifier)
        if !isConsumerUsable {
            consumer?.close()
            tasks = [:]
            consumer = try makeConsumer()
            isConsumerUsable = true
        }
        let partitions = tasks.keys.sorted()
        let committed = try bus.committed(group: configuration.group, partitions: partitions)
        for partition in partitions {
            let offset = committed.first { $0.topicPartition == partition }?.offset
            let oldest = try start(partition, committed: offset)
            try consumer?.seek(partition, to: oldest)
        }
    }
}

extension BusError {
    /// True where aborting the transaction, or making a new producer, lets work go on.
    fileprivate var isRecoverable: Bool {
        switch code {
        case .abortRequired, .lostMembership, .fenced, .timedOut: true
        default: isFatal || isRetriable
        }
    }
}
