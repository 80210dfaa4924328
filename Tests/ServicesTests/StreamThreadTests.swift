import EmbeddedBus
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing

@testable import Services

struct StreamThreadTests {
    /// Writes the sum of all values so far, twice: its state is its whole past.
    private struct Summing: Operator {
        var sum = 0

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

    private func fill(_ bus: any MessageBus) throws {
        _ = try bus.apply(
            ["in", "out"].map {
                TopicSpecification(
                    name: $0, partitions: 2, cleanup: .delete, retentionMilliseconds: nil,
                    retentionBytes: nil, maximumRecordBytes: 1 << 20)
            })
        let producer = try bus.makeProducer()
        for number in 0..<Self.records {
            try producer.send(
                OutgoingRecord(
                    topicPartition: TopicPartition(topic: "in", partition: Int32(number % 2)),
                    key: nil, value: [UInt8(truncatingIfNeeded: number)]))
        }
        try producer.flush()
        producer.close()
    }

    private func run(_ bus: any MessageBus, isInputKept: Bool = true) throws {
        var configuration = StreamThreadConfiguration(
            stage: "sum", group: "sum", topic: "in", identifier: "sum-1")
        configuration.maximumOutputs = 10
        configuration.maximumFailures = 1000
        configuration.recoveryPauseMilliseconds = 0
        configuration.isInputKept = isInputKept
        let thread = StreamThread(
            bus: bus, configuration: configuration, stop: StopSignal(),
            end: EndCondition(
                partitions: (0..<2).map { TopicPartition(topic: "in", partition: $0) },
                group: "sum", isUpstreamDone: { true }), makeStage: { Summing() })
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

    private func expected(_ partition: Int) -> [String] {
        var sum = 0
        return stride(from: partition, to: Self.records, by: 2).flatMap { number in
            sum += number & 255
            return ["\(sum)", "\(sum)"]
        }
    }

    @Test func `outputs are there once, in order, whatever fails in between`() throws {
        let seed = TestEnvironment.seed
        let folder = try TemporaryFolder()
        let bus = try FailingBus(
            path: folder.file("bus.db"), seed: seed, failuresPerHundred: 30)
        try fill(bus)
        try run(bus)
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

    @Test func `state that can't be rebuilt is an error, not a silent beginning`() throws {
        let folder = try TemporaryFolder()
        let bus = try EmbeddedBus(path: folder.file("bus.db"))
        try fill(bus)
        try run(bus, isInputKept: false)
        #expect(try outputs(bus, 0) == expected(0))
        #expect(throws: BusError.self) { try run(bus, isInputKept: false) }
    }

    @Test func `an error that can't be mended commits nothing half done`() throws {
        let folder = try TemporaryFolder()
        let bus = try FailingBus(path: folder.file("bus.db"), seed: 1, failuresPerHundred: 0)
        try fill(bus)
        let configuration = StreamThreadConfiguration(
            stage: "sum", group: "sum", topic: "in", identifier: "sum-1")
        struct Unwritable: Operator {
            var count = 0
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
