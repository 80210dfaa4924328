import EmbeddedBus
import Metrics
import ServiceRuntime
import StreamProcessing
import Synchronization
import TestSupport
import Testing

@testable import Services

struct StreamThreadTests {
    /// Writes the sum of all values so far, twice: its state is its whole past.
    private struct Summing: Operator {
        var sum = 0
        let stateFormat = "sum/1"

        func state() throws -> [UInt8] { Array("\(sum)".utf8) }

        mutating func restore(_ state: [UInt8]) throws {
            guard let sum = Int(String(decoding: state, as: UTF8.self)) else { throw NoSum() }
            self.sum = sum
        }

        struct NoSum: Error {}

        mutating func process(_ record: BusRecord, into outputs: inout [OutgoingRecord]) {
            sum += Int(record.value.first ?? 0)
            let place = TopicPartition(topic: "out", partition: record.topicPartition.partition)
            for _ in 0..<2 {
                outputs.append(
                    OutgoingRecord(topicPartition: place, key: nil, value: Array("\(sum)".utf8)))
            }
        }
    }

    private static let records = 400

    private func fill(_ bus: any MessageBus, records: Int = Self.records) throws {
        _ = try bus.apply(
            ["in", "out", "state"].map {
                TopicSpecification(
                    name: $0, partitions: 2, cleanup: $0 == "state" ? .compact : .delete,
                    retentionMilliseconds: nil,
                    retentionBytes: nil, maximumRecordBytes: 1 << 20)
            })
        let producer = try bus.makeProducer()
        for number in 0..<records {
            try producer.send(
                OutgoingRecord(
                    topicPartition: TopicPartition(topic: "in", partition: Int32(number % 2)),
                    key: nil, value: [UInt8(truncatingIfNeeded: number)]))
        }
        try producer.flush()
        producer.close()
    }

    private func run(
        _ bus: any MessageBus, isInputKept: Bool = true, status: ThreadStatus? = nil,
        hasSnapshots: Bool = false, maximumFailures: Int = 1000
    ) throws {
        var configuration = StreamThreadConfiguration(
            stage: "sum", group: "sum", topic: "in", identifier: "sum-1")
        configuration.maximumOutputs = 10
        configuration.maximumFailures = maximumFailures
        configuration.recoveryPauseMilliseconds = 0
        configuration.isInputKept = isInputKept
        if hasSnapshots {
            configuration.stateTopic = "state"
            configuration.snapshotIntervalMilliseconds = 0
        }
        let thread = StreamThread(
            bus: bus, configuration: configuration, stop: StopSignal(),
            end: EndCondition(
                partitions: (0..<2).map { TopicPartition(topic: "in", partition: $0) },
                group: "sum", isUpstreamDone: { true }), makeStage: { Summing() },
            status: status)
        try thread.run()
    }

    private func outputs(_ bus: any MessageBus, _ partition: Int32) throws -> [String] {
        let place = TopicPartition(topic: "out", partition: partition)
        let reader = try bus.makeReader([place: .oldest])
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

    private func expected(_ partition: Int, of records: Int = Self.records) -> [String] {
        var sum = 0
        return stride(from: partition, to: records, by: 2).flatMap { number in
            sum += number & 255
            return ["\(sum)", "\(sum)"]
        }
    }

    @Test(arguments: [false, true])
    func `outputs are there once, in order, whatever fails in between`(
        hasSnapshots: Bool
    ) throws {
        let seed = TestEnvironment.seed
        let folder = try TemporaryFolder()
        let bus = try FailingBus(
            path: folder.file("bus.db"), seed: seed, failuresPerHundred: 30, isHarsh: true)
        try fill(bus)
        try run(bus, hasSnapshots: hasSnapshots)
        #expect(bus.failures > 5, "seed \(seed)")
        // Who was fenced leaves the identifier to the one that took it.
        let identifiers = bus.producerIdentifiers
        #expect(identifiers.allSatisfy { $0.hasPrefix("sum-1") }, "seed \(seed)")
        #expect(Set(identifiers).count > 1, "seed \(seed)")
        // None is used again after a failure.
        #expect(identifiers.count == bus.failures + 1, "seed \(seed)")
        for partition in 0..<2 {
            #expect(
                try outputs(bus, Int32(partition)) == expected(partition), "seed \(seed)")
        }
    }

    @Test func `a second run adds nothing, and goes on where the first one stopped`() throws {
        let folder = try TemporaryFolder()
        let bus = try EmbeddedBus(path: folder.file("bus.db"))
        try fill(bus)
        try run(bus)
        let first = try outputs(bus, 0)
        #expect(first == expected(0))
        try run(bus)
        #expect(try outputs(bus, 0) == first)
    }

    @Test func `a thread tells how far its partitions are, and up to where they were restored`()
        throws
    {
        let folder = try TemporaryFolder()
        let bus = try EmbeddedBus(path: folder.file("bus.db"))
        try fill(bus)
        for target in [0, Int64(Self.records / 2)] {
            let status = ThreadStatus(name: "sum", needsPartitions: true)
            status.pause()
            try run(bus, status: status)
            let tasks = status.report.tasks.sorted { $0.partition < $1.partition }
            #expect(tasks.map(\.partition.partition) == [0, 1])
            #expect(tasks.map(\.nextOffset) == [200, 200])
            #expect(tasks.map(\.restoreTarget) == [target, target])
            #expect(tasks.allSatisfy { !$0.isRestoring })
            #expect(status.phase == .running)
            #expect(status.lastProgressNanoseconds != nil)
        }
    }

    @Test func `a bus whose traffic is counted does what it does otherwise`() throws {
        let seed = TestEnvironment.seed
        let folder = try TemporaryFolder()
        let failing = try FailingBus(
            path: folder.file("bus.db"), seed: seed, failuresPerHundred: 30)
        let metrics = BusMetrics()
        let bus = MeteredBus(failing, metrics)
        try fill(bus)
        try run(bus)
        for partition in 0..<2 {
            #expect(try outputs(bus, Int32(partition)) == expected(partition), "seed \(seed)")
        }
        let page = try StrictMetricsParser.parse(PrometheusText.text(of: metrics.families))
        func value(_ name: String, _ labels: String = "") -> Double {
            page[name]?.samples["\(name)\(labels)"] ?? 0
        }
        let into = "{topic=\"in\"}"
        #expect(value("weir_bus_sent_records_total", into) == Double(Self.records))
        #expect(value("weir_bus_sent_bytes_total", into) == Double(Self.records))
        // What was rolled back came again.
        #expect(value("weir_bus_consumed_records_total", into) >= Double(Self.records))
        #expect(
            value("weir_bus_sent_records_total", "{topic=\"out\"}") >= Double(2 * Self.records))
        let committed = value("weir_bus_transactions_total", "{outcome=\"committed\"}")
        #expect(committed >= Double(2 * Self.records / 12), "seed \(seed)")
        #expect(value("weir_bus_transactions_total", "{outcome=\"aborted\"}") > 0, "seed \(seed)")
        #expect(value("weir_bus_transactions_total", "{outcome=\"failed\"}") > 0, "seed \(seed)")
        let commits = page["weir_bus_commit_duration_seconds"]?.samples
        #expect(commits?["weir_bus_commit_duration_seconds_count"] == committed)
        let errors = page["weir_bus_errors_total"]?.samples.values.reduce(0, +) ?? 0
        #expect(errors == Double(failing.failures), "seed \(seed)")
    }

    @Test(.timeLimit(.minutes(5)))
    func `what somebody waits for is committed once there is nothing more to read`() throws {
        let folder = try TemporaryFolder()
        let bus = try EmbeddedBus(path: folder.file("bus.db"))
        try fill(bus)
        var configuration = StreamThreadConfiguration(
            stage: "sum", group: "sum", topic: "in", identifier: "sum-1")
        // Nothing else would commit for ten minutes.
        configuration.commitIntervalMilliseconds = 600_000
        configuration.maximumOutputs = .max
        configuration.promptTopics = ["out"]
        let stop = StopSignal()
        let observed = SharedValue(false)
        let thread = ServiceThread(name: "prompt") { [configuration] in
            try StreamThread(
                bus: bus, configuration: configuration, stop: stop, end: nil,
                makeStage: { Summing() }, observe: { _ in observed.value = true }
            ).run()
        }
        let places = (0..<2).map { TopicPartition(topic: "in", partition: $0) }
        while try bus.committed(group: "sum", partitions: places).map(\.offset) != [200, 200] {
            try #require(!thread.isFinished)
        }
        #expect(try outputs(bus, 0) == expected(0))
        stop.set()
        try thread.join()
        // What is committed is visible a moment before it is observed.
        #expect(observed.value)
    }

    @Test func `state that can't be rebuilt is an error, not a silent beginning`() throws {
        let folder = try TemporaryFolder()
        let bus = try EmbeddedBus(path: folder.file("bus.db"))
        try fill(bus)
        try run(bus, isInputKept: false)
        #expect(try outputs(bus, 0) == expected(0))
        #expect(throws: BusError.self) { try run(bus, isInputKept: false) }
    }

    @Test func `a record that is too much for a transaction with others is committed alone`() throws
    {
        let folder = try TemporaryFolder()
        // As many as follow from one record.
        let bus = try FailingBus(
            path: folder.file("bus.db"), seed: 1, failuresPerHundred: 0, maximumOutputs: 2)
        try fill(bus, records: 20)
        try run(bus)
        #expect(bus.failures > 0)
        for partition in 0..<2 {
            #expect(try outputs(bus, Int32(partition)) == expected(partition, of: 20))
        }
    }

    @Test(arguments: [1, 10, 11])
    func `a bus that doesn't answer at the start is asked again, ten times`(failures: Int) throws {
        let folder = try TemporaryFolder()
        let bus = try FailingBus(path: folder.file("bus.db"), seed: 1, failuresPerHundred: 0)
        try fill(bus, records: 20)
        bus.failingStarts.withLock { $0 = failures }
        let status = ThreadStatus(name: "sum", needsPartitions: true)
        let isEnough = failures <= 10
        let outcome = Result { try run(bus, status: status, maximumFailures: 10) }
        #expect(((try? outcome.get()) != nil) == isEnough)
        #expect(try outputs(bus, 0) == (isEnough ? expected(0, of: 20) : []))
        #expect(bus.producerIdentifiers.count == min(failures, 10) + 1)
    }

    @Test(arguments: [0, 300_000] as [Int64])
    func `failures now and then end nothing, though there is nothing to commit in between`(
        memoryMilliseconds: Int64
    ) throws {
        let seed = TestEnvironment.seed
        let folder = try TemporaryFolder()
        let bus = try FailingBus(path: folder.file("bus.db"), seed: seed, failuresPerHundred: 0)
        try fill(bus, records: 0)
        let stop = StopSignal()
        bus.polls.withLock { $0 = (perHundred: 30, stop: (failures: 40, signal: stop)) }
        var configuration = StreamThreadConfiguration(
            stage: "sum", group: "sum", topic: "in", identifier: "sum-1")
        configuration.recoveryPauseMilliseconds = 0
        configuration.failureMemoryMilliseconds = memoryMilliseconds
        let thread = StreamThread(
            bus: bus, configuration: configuration, stop: stop, end: nil,
            makeStage: { Summing() })
        // Those that come one soon after the other do.
        let isInARow = memoryMilliseconds > 0
        var failure: BusError?
        do {
            try thread.run()
        } catch {
            failure = error
        }
        #expect((failure != nil) == isInARow, "seed \(seed)")
        #expect(isInARow ? bus.failures <= 11 : bus.failures >= 40, "seed \(seed)")
    }

    @Test func `an error that can't be mended commits nothing half done`() throws {
        let folder = try TemporaryFolder()
        let bus = try FailingBus(path: folder.file("bus.db"), seed: 1, failuresPerHundred: 0)
        try fill(bus)
        var configuration = StreamThreadConfiguration(
            stage: "sum", group: "sum", topic: "in", identifier: "sum-1")
        // A snapshot on closing would commit what was processed without its outputs.
        configuration.stateTopic = "state"
        configuration.snapshotIntervalMilliseconds = 0
        struct Unwritable: Operator {
            var count = 0
            let stateFormat = "none"
            func state() throws -> [UInt8] { [] }
            mutating func restore(_ state: [UInt8]) throws {}
            mutating func process(_ record: BusRecord, into outputs: inout [OutgoingRecord]) {
                count += 1
                for topic in ["out", count == 5 ? "absent" : "out"] {
                    outputs.append(
                        OutgoingRecord(
                            topicPartition: TopicPartition(topic: topic, partition: 0), key: nil,
                            value: record.value))
                }
            }
        }
        let thread = StreamThread(
            bus: bus, configuration: configuration, stop: StopSignal(),
            end: EndCondition(
                partitions: (0..<2).map { TopicPartition(topic: "in", partition: $0) },
                group: "sum", isUpstreamDone: { true }), makeStage: { Unwritable() })
        #expect(throws: BusError.self) { try thread.run() }
        #expect(try outputs(bus, 0).isEmpty)
        let places = (0..<2).map { TopicPartition(topic: "in", partition: $0) }
        #expect(try bus.committed(group: "sum", partitions: places).isEmpty)
    }
}
