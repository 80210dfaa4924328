public import StreamProcessing
import TopicEncoding

/// A record of `dead-letters` that says that a letter was retried.
///
/// It is written in the transaction that publishes the record again, behind the letter and in its
/// partition, so that retention never deletes it before the letter.
public struct DeadLetterRetryMark: Hashable, Sendable {
    /// The letter that was retried.
    public let letter: DeadLetterPlace
    /// The record that was published again.
    public let identity: DeadLetterIdentity

    /// The mark of a letter.
    public init(of letter: ReceivedDeadLetter) {
        self.letter = letter.place
        identity = letter.identity
    }

    /// Reads a record of `dead-letters`; nil where it is no mark.
    public init?(_ record: BusRecord) {
        func text(_ name: String) -> String? {
            record.headers.first { $0.name == name }
                .map { String(decoding: $0.value, as: UTF8.self) }
        }
        guard record.headers.first?.name == DeadLetter.retriedHeader,
            let letter = text(DeadLetter.retriedHeader).flatMap({ DeadLetterPlace($0) }),
            let topic = text(DeadLetter.topicHeader),
            let partition = text(DeadLetter.partitionHeader).flatMap({ Int32($0) }),
            let offset = text(DeadLetter.offsetHeader).flatMap({ Int64($0) }),
            let checksum = text(DeadLetter.checksumHeader).flatMap({ UInt32($0) })
        else { return nil }
        self.letter = letter
        identity = DeadLetterIdentity(
            source: TopicPartition(topic: topic, partition: partition), offset: offset,
            checksum: checksum)
    }

    /// The record as it goes to `dead-letters`.
    ///
    /// - Parameter topic: The name of `dead-letters` on the bus.
    public func record(topic: String) -> OutgoingRecord {
        let source = identity.source
        return OutgoingRecord(
            topicPartition: TopicPartition(topic: topic, partition: letter.partition),
            key: Array(source.topic.utf8), value: [],
            headers: [
                RecordHeader(name: DeadLetter.retriedHeader, text: letter.description),
                RecordHeader(name: DeadLetter.topicHeader, text: source.topic),
                RecordHeader(name: DeadLetter.partitionHeader, text: String(source.partition)),
                RecordHeader(name: DeadLetter.offsetHeader, text: String(identity.offset)),
                RecordHeader(name: DeadLetter.checksumHeader, text: String(identity.checksum)),
            ])
    }
}
