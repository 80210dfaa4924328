import EmbeddedBus
import Foundation
import StreamProcessing
import Synchronization
import TestSupport

/// An embedded bus that takes no record of its producers before it is let: as one does whose
/// partition has no leader.
final class StuckBus: MessageBus {
    /// The bus behind it.
    let inner: EmbeddedBus
    private let gate = Gate()
    private let opensWhenRevoked: Bool

    /// - Parameter opensWhenRevoked: It takes everything from the moment at which a member is told
    ///   to give its partitions up.
    init(_ inner: EmbeddedBus, opensWhenRevoked: Bool = false) {
        self.inner = inner
        self.opensWhenRevoked = opensWhenRevoked
    }

    /// How many flushes have ended without the bus having everything.
    var refusedFlushes: Int { gate.count }

    /// Takes what has come, and all that comes.
    func release() { gate.open() }

    var address: String { inner.address }
    func identity() throws(BusError) -> String { try inner.identity() }
    func makeProducer() throws(BusError) -> any BusProducer {
        StuckProducer(try inner.makeProducer(), gate)
    }
    func makeTransactionalProducer(
        identifier: String
    ) throws(BusError) -> any TransactionalProducer {
        try inner.makeTransactionalProducer(identifier: identifier)
    }
    func makeConsumer(
        group: String, topics: [String], instance: String?, listener: any RebalanceListener
    ) throws(BusError) -> any GroupConsumer {
        try inner.makeConsumer(
            group: group, topics: topics, instance: instance,
            listener: opensWhenRevoked ? OpeningListener(listener, gate) : listener)
    }
    func makeReader(
        _ partitions: [TopicPartition: StartOffset]
    ) throws(BusError) -> any BusReader { try inner.makeReader(partitions) }
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

/// Opens a gate before it passes on that partitions are to be given up.
private final class OpeningListener: RebalanceListener {
    private let inner: any RebalanceListener
    private let gate: Gate

    init(_ inner: any RebalanceListener, _ gate: Gate) {
        self.inner = inner
        self.gate = gate
    }

    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset] {
        inner.assigned(partitions, committed: committed)
    }

    func revoked(_ partitions: [TopicPartition], isLost: Bool) {
        gate.open()
        inner.revoked(partitions, isLost: isLost)
    }
}

/// What is opened once.
private final class Gate: Sendable {
    private let condition = NSCondition()
    private nonisolated(unsafe) var isOpen = false
    private let refusals = Atomic<Int>(0)

    /// How often somebody has waited in vain.
    var count: Int { refusals.load(ordering: .relaxed) }

    func open() {
        condition.lock()
        // The condition's lock is held.
        unsafe isOpen = true
        condition.broadcast()
        condition.unlock()
    }

    /// Waits until it is open; false where it isn't in time.
    func pass(seconds: Double) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        defer { condition.unlock() }
        // The condition's lock is held.
        while unsafe !isOpen {
            guard condition.wait(until: deadline) else { break }
        }
        let passes = unsafe isOpen
        if !passes { refusals.add(1, ordering: .relaxed) }
        return passes
    }
}

/// A producer whose records are on their way until the gate opens.
private final class StuckProducer: BusProducer {
    /// Longer than any test may wait, and short enough that one which does is seen to.
    private static let patienceSeconds = 30.0

    private let inner: any BusProducer
    private let gate: Gate
    private var waiting: [OutgoingRecord] = []

    init(_ inner: any BusProducer, _ gate: Gate) {
        self.inner = inner
        self.gate = gate
    }

    func send(_ record: OutgoingRecord) { waiting.append(record) }

    func flush() throws(BusError) {
        guard try flush(withinMilliseconds: Int32(Self.patienceSeconds * 1_000)) else {
            throw BusError(.timedOut, "whoever flushes without a bound waits for ever")
        }
    }

    func flush(withinMilliseconds limit: Int32) throws(BusError) -> Bool {
        guard waiting.isEmpty || gate.pass(seconds: Double(limit) / 1_000) else { return false }
        for record in waiting { try inner.send(record) }
        waiting = []
        try inner.flush()
        return true
    }

    func close() { inner.close() }
}
