import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import KafkaBus

/// What only a real Kafka can prove of topics and their settings.
@Suite(.enabled(if: TestEnvironment.kafka != nil, "WEIR_TEST_KAFKA is not set"))
struct KafkaTopicTests {
    private func makeAdmin() throws -> AdminClient {
        let server = try #require(TestEnvironment.kafka)
        return AdminClient(
            server: KafkaServer(bootstrapServers: server, properties: [:]), log: KafkaLog(sink: nil)
        )
    }

    private func settings(of topic: String, _ admin: AdminClient) throws -> TopicSettings {
        let metadata = try #require(try admin.metadata(of: topic, "test"))
        return try #require(try admin.settings(of: [metadata])[topic])
    }

    @Test func `records get the broker's time, and a repair keeps other settings`() throws {
        let admin = try makeAdmin()
        var specification = TestKafka.specification(TestKafka.unique("settings"))
        _ = try admin.apply([specification])
        let name = specification.name
        let created = try settings(of: name, admin)
        #expect(created.values["message.timestamp.type"] == "LogAppendTime")

        try admin.change([
            (
                topic: name, current: created,
                values: [("segment.bytes", "2097152"), ("message.timestamp.type", "CreateTime")]
            )
        ])
        specification.retentionMilliseconds = 60_000
        #expect(try admin.apply([specification]).map(\.kind) == [.updated])
        let repaired = try settings(of: name, admin)
        #expect(repaired.values["message.timestamp.type"] == "LogAppendTime")
        #expect(repaired.values["retention.ms"] == "60000")
        #expect(repaired.values["segment.bytes"] == "2097152")
        #expect(repaired.own.contains("segment.bytes"))
        #expect(try admin.apply([specification]).map(\.kind) == [.unchanged])
    }

    @Test func `a topic that takes less than a batch gets all of its records`() throws {
        let bus = try TestKafka.makeBus()
        var specification = TestKafka.specification(TestKafka.unique("small"))
        specification.maximumRecordBytes = 20_000
        _ = try bus.apply([specification])
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        let producer = try bus.makeProducer()
        let place = TopicPartition(topic: specification.name, partition: 0)
        for _ in 0..<50 {
            let value = (0..<6_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try producer.send(OutgoingRecord(topicPartition: place, key: nil, value: value))
        }
        try producer.flush()
        #expect(try bus.offsets(of: place).end == 50, "seed \(seed)")
        let error = try busError {
            try producer.send(
                OutgoingRecord(
                    topicPartition: place, key: nil, value: [UInt8](repeating: 0, count: 20_001)))
        }
        #expect(error.code == .recordTooLarge)
        #expect(error.cause?.contains("20001 bytes") == true)
    }

    @Test(arguments: [[:], ["batch.size": "4000000"]])
    func `batches are as large as their topic takes`(properties: [String: String]) throws {
        let server = try #require(TestEnvironment.kafka)
        // Nothing is sent before a batch is full or the queue is emptied.
        let bus = try KafkaBus(
            bootstrapServers: server,
            properties: properties.merging(["linger.ms": "5000"]) { $1 })
        var specification = TestKafka.specification(TestKafka.unique("full"))
        specification.maximumRecordBytes = Int32(TopicCatalog.maximumRecordBytes)
        _ = try bus.apply([specification])
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        let producer = try bus.makeProducer()
        let place = TopicPartition(topic: specification.name, partition: 0)
        // Random, so that no compression makes a batch that is too large small enough.
        for _ in 0..<60 {
            let value = (0..<66_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try producer.send(OutgoingRecord(topicPartition: place, key: nil, value: value))
        }
        try producer.flush()
        #expect(try bus.offsets(of: place).end == 60, "seed \(seed)")
    }

    @Test func `reading goes on at the oldest record where the wanted one is gone`() throws {
        let bus = try TestKafka.makeBus()
        let specification = TestKafka.specification(TestKafka.unique("gone"))
        _ = try bus.apply([specification])
        let place = TopicPartition(topic: specification.name, partition: 0)
        let producer = try bus.makeProducer()
        for index in 0..<10 { try producer.send(OutgoingRecord("\(index)", to: place.topic)) }
        try producer.flush()
        try bus.deleteRecords(before: 6, in: place)
        let reader = try bus.makeReader([place: .offset(2)])
        #expect(try reader.read(4).map(\.text) == ["6", "7", "8", "9"])
    }

    @Test func `an offset behind the end is an error, not a silent start elsewhere`() throws {
        let bus = try TestKafka.makeBus()
        let specification = TestKafka.specification(TestKafka.unique("behind"))
        _ = try bus.apply([specification])
        let place = TopicPartition(topic: specification.name, partition: 0)
        let reader = try bus.makeReader([place: .offset(7)])
        let error = try busError { _ = try reader.read(1) }
        #expect(error.code == .corrupt)
        #expect(error.message.contains("from 7"))
        #expect(error.message.contains("ends at 0"))
    }

    @Test func `a topic can't be specified twice`() throws {
        let bus = try TestKafka.makeBus()
        let specification = TestKafka.specification(TestKafka.unique("twice"))
        let error = try busError { _ = try bus.apply([specification, specification]) }
        #expect(error.code == .configuration)
        #expect(try bus.topics(prefix: specification.name) == [])
    }

    @Test func `a name that Kafka doesn't allow is refused with its sentence`() throws {
        let bus = try TestKafka.makeBus()
        let error = try busError { _ = try bus.apply([TestKafka.specification("a topic")]) }
        #expect(error.code == .configuration)
        #expect(error.cause?.contains("a topic: ") == true, "\(error)")
    }
}
