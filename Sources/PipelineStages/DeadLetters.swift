public import StreamProcessing
import TopicEncoding

/// Makes dead letters: records that couldn't be read, whole, with the cause and their place.
public struct DeadLetters {
    private let layout: TopicLayout

    /// Dead letters go to the topic of this layout.
    public init(layout: TopicLayout) {
        self.layout = layout
    }

    /// The dead letter of a record.
    public func letter(for record: BusRecord, cause: String) -> OutgoingRecord {
        let place = record.topicPartition
        let key = Array(place.topic.utf8)
        return OutgoingRecord(
            topicPartition: TopicPartition(
                topic: layout.name(.deadLetters),
                partition: KeyPartitioner.partition(
                    of: key, count: layout.partitionCount(.deadLetters))),
            key: key, value: record.value,
            headers: [
                RecordHeader(name: DeadLetter.causeHeader, text: cause),
                RecordHeader(name: DeadLetter.topicHeader, text: place.topic),
                RecordHeader(name: DeadLetter.partitionHeader, text: String(place.partition)),
                RecordHeader(name: DeadLetter.offsetHeader, text: String(record.offset)),
            ])
    }
}
