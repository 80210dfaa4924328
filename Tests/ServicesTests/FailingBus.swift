import EmbeddedBus
import ServiceRuntime
import StreamProcessing
import Synchronization
import TestSupport

/// An embedded bus whose transactional producers fail now and then, as a broker would make them.
final class FailingBus: MessageBus {
    let inner: EmbeddedBus
    private let random: Mutex<SeededGenerator>
    /// How many of a hundred sends, commits or aborts fail.
    private let failuresPerHundred: Int
    private let count = Atomic<Int>(0)
    /// What happens in between, before each of the next readers is made.
    let interruptions = Mutex<[@Sendable () -> Void]>([])
    private let identifiers = Mutex<[String]>([])
    /// The names that members of groups were made with; nil for one without.
    let consumerInstances = Mutex<[String?]>([])

    /// A commit of more records fails and ends the producer, as one that took too long.
    let maximumOutputs: Int

    /// Making a producer again and polling fail now and then, too.
    private let isHarsh: Bool

    /// So many attempts to make a transactional producer fail at first.
    let failingStarts = Mutex(0)

    /// How many of a hundred polls fail, beside those of a harsh bus.
    var failingPolls: Int { polls.withLock { $0.perHundred } }
    /// Failing polls, and who is to stop after how many of them.
    let polls = Mutex<(perHundred: Int, stop: (failures: Int, signal: StopSignal)?)>((0, nil))

    init(
        path: String, seed: UInt64, failuresPerHundred: Int, isHarsh: Bool = false,
        maximumOutputs: Int = .max
    ) throws {
        inner = try EmbeddedBus(path: path)
        self.maximumOutputs = maximumOutputs
        self.isHarsh = isHarsh
        random = Mutex(SeededGenerator(seed: seed))
        self.failuresPerHundred = failuresPerHundred
    }

    /// How many calls have failed.
    var failures: Int { count.load(ordering: .relaxed) }

    /// The identifiers of the producers that were made, or were to be.
    var producerIdentifiers: [String] { identifiers.withLock { $0 } }

    /// Throws where a transaction has more records than it may.
    func check(outputs: Int) throws(BusError) {
        guard outputs > maximumOutputs else { return }
        count.add(1, ordering: .relaxed)
        throw BusError(.fenced, "the transaction took too long", isFatal: true)
    }

    /// Throws now and then; half of the errors end the producer.
    func mayFail(_ divisor: Int = 1) throws(BusError) {
        let draw = random.withLock { Int.random(in: 0..<(100 * divisor), using: &$0) }
        guard draw < failuresPerHundred else { return }
        count.add(1, ordering: .relaxed)
        let isFatal = draw % 2 == 0
        throw BusError(isFatal ? .fenced : .abortRequired, "made to fail", isFatal: isFatal)
    }

    /// Throws as often as polls are to fail.
    func mayFailToPoll() throws(BusError) {
        let draw = random.withLock { Int.random(in: 0..<100, using: &$0) }
        guard draw < failingPolls else { return }
        let failures = count.add(1, ordering: .relaxed).newValue
        polls.withLock { if let stop = $0.stop, failures >= stop.failures { stop.signal.set() } }
        throw BusError(.lostMembership, "made to fail")
    }

    var address: String { inner.address }
    func identity() throws(BusError) -> String { try inner.identity() }
    func makeProducer() throws(BusError) -> any BusProducer { try inner.makeProducer() }

    func makeTransactionalProducer(
        identifier: String
    ) throws(BusError) -> any TransactionalProducer {
        let isFirst = identifiers.withLock { identifiers in
            identifiers.append(identifier)
            return identifiers.count == 1
        }
        if isHarsh && !isFirst { try mayFail() }
        let isFailing = failingStarts.withLock { left in
            left -= 1
            return left >= 0
        }
        if isFailing { throw BusError(.timedOut, "no answer in time", isRetriable: true) }
        return FailingProducer(try inner.makeTransactionalProducer(identifier: identifier), self)
    }

    func makeConsumer(
        group: String, topics: [String], instance: String?, listener: any RebalanceListener
    ) throws(BusError) -> any GroupConsumer {
        consumerInstances.withLock { $0.append(instance) }
        let consumer = try inner.makeConsumer(
            group: group, topics: topics, instance: instance, listener: listener)
        return isHarsh || failingPolls > 0 ? FailingConsumer(consumer, self) : consumer
    }

    func makeReader(
        _ partitions: [TopicPartition: StartOffset]
    ) throws(BusError) -> any BusReader {
        if let next = interruptions.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            next()
        }
        return try inner.makeReader(partitions)
    }

    func topics(prefix: String) throws(BusError) -> [TopicSpecification] {
        try inner.topics(prefix: prefix)
    }

    func apply(_ specifications: [TopicSpecification]) throws(BusError) -> [TopicChange] {
        try inner.apply(specifications)
    }

    func offsets(of partition: TopicPartition) throws(BusError) -> OffsetRange {
        try inner.offsets(of: partition)
    }

    func committed(
        group: String, partitions: [TopicPartition]
    ) throws(BusError) -> [ConsumedOffset] {
        try inner.committed(group: group, partitions: partitions)
    }

    func deleteRecords(before offset: Int64, in partition: TopicPartition) throws(BusError) {
        try inner.deleteRecords(before: offset, in: partition)
    }
}

/// A producer that fails when its bus says so; a failed commit has not happened.
final class FailingProducer: TransactionalProducer {
    private let inner: any TransactionalProducer
    private let bus: FailingBus
    private var outputs = 0

    init(_ inner: any TransactionalProducer, _ bus: FailingBus) {
        self.inner = inner
        self.bus = bus
    }

    func begin() throws(BusError) {
        outputs = 0
        try inner.begin()
    }

    func send(_ record: OutgoingRecord) throws(BusError) {
        try bus.mayFail(20)
        outputs += 1
        try inner.send(record)
    }

    func flush() throws(BusError) { try inner.flush() }

    func commit(
        _ offsets: [ConsumedOffset], of consumer: any GroupConsumer
    ) throws(BusError) {
        try bus.mayFail()
        try bus.check(outputs: outputs)
        try inner.commit(offsets, of: (consumer as? FailingConsumer)?.inner ?? consumer)
    }

    func commit() throws(BusError) {
        try bus.mayFail()
        try inner.commit()
    }

    func abort() throws(BusError) {
        try bus.mayFail()
        try inner.abort()
    }

    func close() { inner.close() }
}

/// A consumer that fails when its bus says so: it may be of no use any more then.
final class FailingConsumer: GroupConsumer {
    let inner: any GroupConsumer
    private let bus: FailingBus

    init(_ inner: any GroupConsumer, _ bus: FailingBus) {
        self.inner = inner
        self.bus = bus
    }

    func poll(timeoutMilliseconds: Int32) throws(BusError) -> ReaderEvent? {
        try bus.mayFail(40)
        try bus.mayFailToPoll()
        return try inner.poll(timeoutMilliseconds: timeoutMilliseconds)
    }

    func commit(_ offsets: [ConsumedOffset]) throws(BusError) { try inner.commit(offsets) }

    func seek(_ partition: TopicPartition, to offset: Int64) throws(BusError) {
        try inner.seek(partition, to: offset)
    }

    func pause() throws(BusError) { try inner.pause() }

    func resume() throws(BusError) { try inner.resume() }

    func close() { inner.close() }
}
