import EmbeddedBus
import NetworkModel
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

struct GroupBeginningTests {
    /// Writes all texts so far: its state is its whole past.
    private struct Joining: Operator {
        let stateFormat = "none"
        func state() throws -> [UInt8] { [] }
        mutating func restore(_ state: [UInt8]) throws {}
        var text = ""

        mutating func process(_ record: BusRecord, into outputs: inout [OutgoingRecord]) {
            text += String(decoding: record.value, as: UTF8.self)
            let place = TopicPartition(
                topic: TopicName.flows.name(prefix: "weir"),
                partition: record.topicPartition.partition)
            outputs.append(
                OutgoingRecord(topicPartition: place, key: nil, value: Array(text.utf8)))
        }
    }

    private let harness: ReplayHarness
    private let partitions: [TopicPartition]

    init() throws {
        harness = try ReplayHarness()
        partitions = (0..<2).map {
            TopicPartition(topic: TopicName.packets.name(prefix: "weir"), partition: $0)
        }
    }

    private func beginning(on bus: any MessageBus) -> GroupBeginning {
        GroupBeginning(group: "g", partitions: partitions, on: bus, stop: StopSignal())
    }

    private func run(on bus: any MessageBus) throws {
        var configuration = StreamThreadConfiguration(
            stage: "join", group: "g", topic: partitions[0].topic, identifier: "join-1")
        configuration.maximumOutputs = 1
        configuration.maximumFailures = 1000
        let thread = StreamThread(
            bus: bus, configuration: configuration, stop: StopSignal(),
            end: EndCondition(partitions: partitions, group: "g", isUpstreamDone: { true }),
            makeStage: { Joining() })
        try thread.run()
    }

    private func publish() throws {
        try harness.publish([
            (0, 0...4, "a"), (0, 3...5, "b"), (0, 1...1, "c"), (0, nil, "d"), (1, 0...4, "e"),
        ])
    }

    @Test func `a new group begins in each partition at the first record that reaches the time`()
        throws
    {
        try publish()
        try beginning(on: harness.bus).check()
        try beginning(on: harness.bus).commit(at: Timestamp(nanoseconds: 5))
        try run(on: harness.bus)
        #expect(try harness.copies(.flows, prefix: "weir") == ["0 b", "0 bc", "0 bcd"])
    }

    @Test func `it is restored from where it began, whatever fails and whoever goes on`() throws {
        let seed = TestEnvironment.seed
        let failing = try FailingBus(path: harness.path, seed: seed, failuresPerHundred: 40)
        try publish()
        try beginning(on: failing).commit(at: Timestamp(nanoseconds: 5))
        try run(on: failing)
        try harness.publish([(0, 9...9, "f"), (1, 9...9, "g")])
        try run(on: failing)
        try harness.publish([(0, 9...9, "h")])
        try run(on: failing)
        #expect(
            try harness.copies(.flows, prefix: "weir")
                == ["0 b", "0 bc", "0 bcd", "0 bcdf", "0 bcdfh", "1 g"], "seed \(seed)")
    }

    @Test func `a group that has processed something is refused`() throws {
        try publish()
        try run(on: harness.bus)
        let failure = #expect(throws: ServiceFailure.self) {
            try beginning(on: harness.bus).check()
        }
        #expect(failure?.description.contains("the group g has processed") == true)
        #expect(throws: ServiceFailure.self) {
            try beginning(on: harness.bus).commit(at: Timestamp(nanoseconds: 5))
        }
        #expect(try harness.copies(.flows, prefix: "weir").count == 5)
    }
}
