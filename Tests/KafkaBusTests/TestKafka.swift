import StreamProcessing
import Testing
import TestSupport

@testable import KafkaBus

/// The broker that tests use, where there is one.
enum TestKafka {
    /// After so many seconds a silent member is given up: the least that brokers allow by default.
    static let silentMemberSeconds = 6

    /// Properties with which members of groups are given up early.
    static var properties: [String: String] {
        let milliseconds = String(silentMemberSeconds * 1_000)
        return [
            "session.timeout.ms": milliseconds, "max.poll.interval.ms": milliseconds,
            "heartbeat.interval.ms": "500",
        ]
    }

    /// A new handle on the bus.
    static func makeBus(_ more: [String: String] = [:]) throws -> KafkaBus {
        let server = try #require(TestEnvironment.kafka, "WEIR_TEST_KAFKA is set")
        return try KafkaBus(
            bootstrapServers: server, properties: properties.merging(more) { $1 })
    }

    /// A name that nothing else has.
    static func unique(_ name: String) -> String {
        "kafkatest.\(name)-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    }

    /// A topic of one partition.
    static func specification(_ name: String) -> TopicSpecification {
        TopicSpecification(
            name: name, partitions: 1, cleanup: .delete, retentionMilliseconds: 86_400_000,
            retentionBytes: nil, maximumRecordBytes: 1_048_588)
    }
}
