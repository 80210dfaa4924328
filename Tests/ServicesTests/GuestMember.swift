import EmbeddedBus
import PipelineStages
import StreamProcessing
import TopicEncoding

@testable import Services

/// A member that joins a harness's group and leaves it again, and reads nothing for anybody.
final class GuestMember: RebalanceListener {
    private var consumer: (any GroupConsumer)?
    private(set) var owned: [TopicPartition] = []

    /// Joins, and waits until it has got a partition.
    ///
    /// - Parameter topics: What all members of the group read; of a `FakeDatabase`'s sink unless
    ///   they are given.
    init(of harness: DatabaseSinkHarness, topics: [TopicName] = [.alerts, .flows]) throws {
        consumer = try harness.bus.makeConsumer(
            group: "sink", topics: topics.map(harness.layout.name).sorted(), instance: nil,
            listener: self)
        try harness.wait {
            _ = try consumer?.poll(timeoutMilliseconds: 5)
            return !owned.isEmpty
        }
    }

    /// Commits an offset of each of its partitions.
    func commit(_ offset: Int64) throws {
        try consumer?.commit(
            owned.sorted().map { ConsumedOffset(topicPartition: $0, offset: offset) })
    }

    /// Gives its partitions back, and commits nothing.
    func leave() {
        consumer?.close()
        consumer = nil
    }

    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset] {
        owned = partitions
        return [:]
    }

    func revoked(_ partitions: [TopicPartition], isLost: Bool) {
        owned = []
    }
}
