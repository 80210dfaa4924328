import EmbeddedBus
import ServiceRuntime
import StreamProcessing
import Synchronization
import TestSupport
import Testing

@testable import Services

struct TaskSnapshotTests {
    /// Counts the records of its partition and how many it has processed itself.
    private struct Counting: Operator {
        let processed: Counter
        var stateFormat = "count/1"
        var count = 0

        mutating func process(_ record: BusRecord, into outputs: inout [OutgoingRecord]) {
            count += 1
            processed.value.add(1, ordering: .relaxed)
            outputs.append(
                OutgoingRecord(
                    topicPartition: TopicPartition(topic: "out", partition: 0), key: nil,
                    value: Array("\(count)".utf8)))
        }

        func state() throws -> [UInt8] { Array("\(count)".utf8) }

        mutating func restore(_ state: [UInt8]) throws {
            guard let count = Int(String(decoding: state, as: UTF8.self)) else { throw NoCount() }
            self.count = count
        }

        struct NoCount: Error {}

        final class Counter: Sendable {
            let value = Atomic<Int>(0)
        }
    }

    private static let input = TopicPartition(topic: "in", partition: 0)
    private static let state = TopicPartition(topic: "state", partition: 0)

    private func makeBus(_ folder: TemporaryFolder) throws -> EmbeddedBus {
        let bus = try EmbeddedBus(path: folder.file("bus.db"))
        _ = try bus.apply(
            ["in", "out", "state"].map {
                TopicSpecification(
                    name: $0, partitions: 1, cleanup: $0 == "state" ? .compact : .delete,
                    retentionMilliseconds: nil, retentionBytes: nil, maximumRecordBytes: 1 << 20)
            })
        return bus
    }

    private func append(_ count: Int, to bus: EmbeddedBus) throws {
        let producer = try bus.makeProducer()
        for _ in 0..<count {
            try producer.send(OutgoingRecord(topicPartition: Self.input, key: nil, value: [1]))
        }
        try producer.flush()
        producer.close()
    }

    /// Processes all there is; returns how many records the task looked at.
    private func run(
        _ bus: EmbeddedBus, format: String = "count/1", log: Log = Log(write: { _ in }),
        status: ThreadStatus? = nil
    ) throws -> Int {
        var configuration = StreamThreadConfiguration(
            stage: "count", group: "count", topic: "in", identifier: "count-1")
        configuration.stateTopic = "state"
        let processed = Counting.Counter()
        try StreamThread(
            bus: bus, configuration: configuration, stop: StopSignal(),
            end: EndCondition(partitions: [Self.input], group: "count", isUpstreamDone: { true }),
            makeStage: { Counting(processed: processed, stateFormat: format) }, log: log,
            status: status
        ).run()
        return processed.value.load(ordering: .relaxed)
    }

    private func outputs(_ bus: EmbeddedBus) throws -> [String] {
        let reader = try bus.makeReader([TopicPartition(topic: "out", partition: 0): .oldest])
        defer { reader.close() }
        var values: [String] = []
        while true {
            switch try reader.poll(timeoutMilliseconds: 1000) {
            case .record(let record): values.append(String(decoding: record.value, as: UTF8.self))
            case .endOfPartition: return values
            case nil: continue
            }
        }
    }

    @Test func `a task goes on from its snapshot and processes nothing again`() throws {
        let folder = try TemporaryFolder()
        let bus = try makeBus(folder)
        var expected = 0
        for round in [100, 1, 57] {
            try append(round, to: bus)
            #expect(try run(bus) == round)
            expected += round
        }
        #expect(try outputs(bus) == (1...expected).map(String.init))
        let committed = try bus.committed(group: "count", partitions: [Self.input])
        #expect(TaskMetadata(committed.first?.metadata ?? "").snapshots != nil)
    }

    @Test func `without a newest snapshot the other one serves, and without any the input`() throws
    {
        let folder = try TemporaryFolder()
        let bus = try makeBus(folder)
        try append(100, to: bus)
        _ = try run(bus)
        try append(10, to: bus)
        _ = try run(bus)
        // The second snapshot went to the second slot: its manifest becomes nonsense.
        let producer = try bus.makeProducer()
        func spoil(_ slot: Int) throws {
            try producer.send(
                OutgoingRecord(
                    topicPartition: Self.state, key: Array("count|in|0|\(slot)|0".utf8),
                    value: Array("nonsense".utf8)))
            try producer.flush()
        }
        try spoil(1)
        try append(5, to: bus)
        #expect(try run(bus) == 15)
        try spoil(0)
        try spoil(1)
        try append(5, to: bus)
        #expect(try run(bus) == 120)
        producer.close()
        #expect(try outputs(bus) == (1...120).map(String.init))
    }

    @Test func `snapshots that are due at once are spread over commits, all within an interval`()
        throws
    {
        let folder = try TemporaryFolder()
        let bus = try makeBus(folder)
        let snapshots = TaskSnapshots(
            bus: bus, group: "count", topic: "state", intervalMilliseconds: 1_000,
            commitIntervalMilliseconds: 250)
        var tasks: [StreamTask] = []
        for number in Int32(0)..<6 {
            // Their state all goes to the one partition that there is.
            let place = TopicPartition(topic: "in\(number)", partition: 0)
            var stage: any Operator = Counting(processed: Counting.Counter())
            _ = try snapshots.restore(place, committed: nil, oldest: 0, &stage) {
                Counting(processed: Counting.Counter())
            }
            tasks.append(StreamTask(partition: place, start: 5, committed: nil, stage: stage))
        }
        var now = MonotonicClock.nanoseconds
        #expect(snapshots.due(tasks, now: now, isLast: false).isEmpty)
        #expect(snapshots.due(tasks, now: now, isLast: true).count == 6)
        now += 1_000_000_000
        var order: [[TopicPartition]] = []
        for _ in 0..<4 {
            let due = snapshots.due(tasks, now: now, isLast: false)
            order.append(due.map(\.partition))
            for task in due { _ = try snapshots.records(of: task) }
            snapshots.noteCommitted(now: now)
            now += 250_000_000
        }
        // Six in four commits: two at a time.
        #expect(order.map(\.count) == [2, 2, 2, 0])
        #expect(order.flatMap { $0 } == tasks.map(\.partition))
    }

    @Test func `what a task was restored from is counted, and a gap in its state is told`() throws {
        let folder = try TemporaryFolder()
        let bus = try makeBus(folder)
        func restores(_ format: String) throws -> (counters: RestoreCounters?, gap: Int64?) {
            try append(1, to: bus)
            let status = ThreadStatus(name: "count", needsPartitions: true)
            _ = try run(bus, format: format, status: status)
            return (status.report.restores, status.report.tasks.first?.missingBelow)
        }
        // A group that begins behind deleted records lacks nothing.
        try append(10, to: bus)
        try bus.deleteRecords(before: 4, in: Self.input)
        var (counters, gap) = try restores("count/1")
        #expect(counters == RestoreCounters())
        #expect(gap == nil)
        (counters, gap) = try restores("count/1")
        #expect(counters == RestoreCounters(bySnapshot: 1))
        #expect(gap == nil)
        (counters, gap) = try restores("count/2")
        #expect(counters == RestoreCounters(byReplay: 1))
        #expect(gap == nil)
        try bus.deleteRecords(before: 6, in: Self.input)
        (counters, gap) = try restores("count/2")
        #expect(counters == RestoreCounters(bySnapshot: 1))
        #expect(gap == nil)
        (counters, gap) = try restores("count/3")
        #expect(counters == RestoreCounters(incomplete: 1))
        #expect(gap == 6)
    }

    @Test func `another format is restored from the input, and says so`() throws {
        let folder = try TemporaryFolder()
        let bus = try makeBus(folder)
        try append(20, to: bus)
        _ = try run(bus)
        try append(1, to: bus)
        let lines = Lines()
        let log = Log(write: { lines.add($0) })
        #expect(try run(bus, format: "count/2", log: log) == 21)
        #expect(lines.all.contains { $0.contains("another build or setting") })
        #expect(try outputs(bus) == (1...21).map(String.init))
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }
}
