import EmbeddedBus
import NetworkModel
import PipelineStages
import ServiceRuntime
import StreamProcessing
import Synchronization
import TestSupport
import Testing
import TopicEncoding

@testable import Services

struct ReplayTests {
    private let harness: ReplayHarness

    init() throws {
        harness = try ReplayHarness()
    }

    @Test func `records of which any part lies in the range are copied, the rest isn't`() throws {
        try harness.publish([
            (0, nil, "before any"), (0, 0...9, "early"), (0, nil, "after early"),
            (0, 5...10, "reaches in"), (0, nil, "unreadable"), (0, 19...30, "reaches out"),
            (0, 20...30, "after"), (0, nil, "after all"), (0, 12...12, "out of order"),
            (1, 15...15, "other partition"),
        ])
        var configuration = try harness.configuration()
        configuration.fromNanoseconds = 10
        configuration.toNanoseconds = 20
        let summary = try harness.run(configuration)
        #expect(
            try harness.copies() == [
                "0 reaches in", "0 unreadable", "0 reaches out", "0 out of order",
                "1 other partition",
            ])
        #expect(summary.copiedCount == 5 && summary.outside == 5 && summary.timeless == 4)
        #expect(summary.available?.first == "1970-01-01T00:00:00.000000Z")
    }

    @Test func `a copy has the key, value and headers of the original, and says when it came`()
        throws
    {
        try harness.publish([(1, 3...4, "a")], topic: .flows)
        _ = try harness.run(harness.configuration(topics: ["flows"]))
        _ = try harness.run(Self.again(harness.configuration(topics: ["flows"], to: "third")))
        func record(_ prefix: String) throws -> BusRecord {
            let topic = TopicName.flows.name(prefix: prefix)
            return try #require(
                try ReplayHarness.records(of: topic, partitions: 2, on: harness.bus).first)
        }
        let original = try record("weir")
        for copy in [try record("copy"), try record("third")] {
            #expect(copy.key == original.key && copy.value == original.value)
            #expect(copy.topicPartition.partition == 1)
            #expect(copy.headers.dropLast() == original.headers[...])
            #expect(copy.firstAppendTimeMilliseconds == original.appendTimeMilliseconds)
        }
        #expect(try record("third").headers == record("copy").headers)
    }

    /// The same replay, of the copy.
    private static func again(_ configuration: ReplayConfiguration) -> ReplayConfiguration {
        var configuration = configuration
        configuration.source.topicPrefix = "copy"
        return configuration
    }

    @Test func `a pace brings partitions into the order of event time and waits between`() throws {
        try harness.publish([
            (0, 0...1_000, "a"), (0, 0...5_000, "c"), (0, nil, "c too"), (0, 0...2_000, "late"),
            (1, 0...3_000, "b"), (1, 0...11_000, "d"),
        ])
        var configuration = try harness.configuration()
        configuration.speed = 10
        let visible = Mutex<[[String]]>([])
        let harness = harness
        _ = try harness.run(configuration) {
            visible.withLock { $0.append((try? harness.copies().sorted()) ?? []) }
        }
        #expect(harness.sleeps == [200, 200, 600])
        // What was due was there while the replay slept.
        #expect(
            visible.withLock { $0 } == [
                ["0 a"], ["0 a", "1 b"], ["0 a", "0 c", "0 c too", "0 late", "1 b"],
            ])
        #expect(try harness.copies() == ["0 a", "0 c", "0 c too", "0 late", "1 b", "1 d"])
    }

    @Test func `a pace doesn't wait for what has no time, nor where time runs back`() throws {
        try harness.publish([(0, nil, "first"), (0, 9...9, "a"), (0, 1...1, "b"), (0, 9...9, "c")])
        var configuration = try harness.configuration()
        configuration.speed = 1
        _ = try harness.run(configuration)
        #expect(harness.sleeps.isEmpty)
        #expect(try harness.copies() == ["0 first", "0 a", "0 b", "0 c"])
    }

    @Test func `a replay that is told to stop ends between two records`() throws {
        try harness.publish([(0, 0...1, "a"), (0, 0...500, "b")])
        var configuration = try harness.configuration()
        configuration.speed = 1
        let stop = StopSignal()
        #expect(try !harness.run(configuration, stop: stop) { stop.set() }.isComplete)
        #expect(try harness.copies() == ["0 a"])
    }

    @Test func `topics aren't copied onto themselves or behind other records`() throws {
        try harness.publish([(0, 1...1, "a")])
        #expect(throws: ServiceFailure.self) {
            try harness.run(harness.configuration(to: "weir"))
        }
        #expect(try harness.copies(prefix: "weir") == ["0 a"])
        _ = try harness.run(harness.configuration())
        let failure = #expect(throws: ServiceFailure.self) {
            try harness.run(harness.configuration())
        }
        #expect(failure?.description.contains("copy.packets.v1") == true)
        #expect(try harness.copies() == ["0 a"])
    }

    @Test func `too many partitions for a pace are refused`() throws {
        let many = try ReplayHarness(partitions: Int32(ReplayLanes.maximumPaced) + 1)
        var configuration = try many.configuration()
        configuration.speed = 1
        #expect(throws: ServiceFailure.self) { try many.run(configuration) }
        configuration.speed = nil
        configuration.destination.topicPrefix = "other"
        #expect(try many.run(configuration).copiedCount == 0)
    }

    @Test func `a record of the largest size can be copied, and a file keeps it for ever`() throws {
        let place = TopicPartition(topic: TopicName.packets.name(prefix: "weir"), partition: 0)
        let producer = try harness.bus.makeProducer()
        try producer.send(
            OutgoingRecord(
                topicPartition: place, key: nil,
                value: [UInt8](repeating: 1, count: TopicCatalog.maximumRecordBytes)))
        try producer.flush()
        producer.close()
        let path = harness.folder.file("kept.db")
        let configuration = try #require(
            ReplayConfiguration(
                topics: ["packets"], from: BusOptions(address: .sqlite(path: harness.path)),
                to: BusOptions(address: .sqlite(path: path)), isArchive: true))
        #expect(try harness.run(configuration).copiedCount == 1)
        let topics = try EmbeddedBus(path: path).topics(prefix: "weir.")
        #expect(topics.count == TopicName.allCases.count)
        #expect(topics.allSatisfy { $0.retentionMilliseconds == nil })
    }

    @Test(arguments: [
        ("copy", "copy"), ("copy.packets.v1", "copy"), ("a.b.dead-letters.v1", "a.b"),
        ("a.packets.v2", "a.packets.v2"), (".packets.v1", ".packets.v1"),
    ])
    func `a topic's whole name means its prefix`(text: String, prefix: String) {
        #expect(ReplayConfiguration.prefix(text) == prefix)
    }
}
