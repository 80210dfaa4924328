import CRdKafka
import StreamProcessing
import Testing

@testable import KafkaBus

struct PartitionListTests {
    private let place = TopicPartition(topic: "topic", partition: 3)

    @Test func `offsets and metadata come back`() {
        let offsets = [
            ConsumedOffset(topicPartition: place, offset: 7, metadata: "v1;s=1"),
            ConsumedOffset(topicPartition: TopicPartition(topic: "b", partition: 0), offset: 0),
        ]
        #expect(PartitionList(offsets).entries.committedOffsets == offsets)
    }

    @Test func `a partition without an offset has none committed`() {
        let list = PartitionList([place])
        #expect(list.entries.map(\.topicPartition) == [place])
        #expect(list.entries.committedOffsets == [])
        #expect(list.entries.firstFailure == nil)
    }

    @Test func `an empty list is empty`() {
        #expect(PartitionList().entries.isEmpty)
    }
}
