public import StreamProcessing
import TopicEncoding

/// Makes dead letters: records that couldn't be used, whole, with the cause and their place.
public struct DeadLetters {
    private let layout: TopicLayout

    /// Dead letters go to the topic of this layout.
    public init(layout: TopicLayout) {
        self.layout = layout
    }

    /// The dead letter of a record: its value, key and headers as they were.
    public func letter(for record: BusRecord, cause: String) -> OutgoingRecord {
        let place = record.topicPartition
        let key = Array(place.topic.utf8)
        var headers = [
            RecordHeader(name: DeadLetter.causeHeader, text: Self.shortened(cause)),
            RecordHeader(name: DeadLetter.topicHeader, text: place.topic),
            RecordHeader(name: DeadLetter.partitionHeader, text: String(place.partition)),
            RecordHeader(name: DeadLetter.offsetHeader, text: String(record.offset)),
        ]
        if let original = record.key {
            headers.append(RecordHeader(name: DeadLetter.keyHeader, value: original))
        }
        headers.append(
            RecordHeader(name: DeadLetter.headerCountHeader, text: String(record.headers.count)))
        return OutgoingRecord(
            topicPartition: TopicPartition(
                topic: layout.name(.deadLetters),
                partition: KeyPartitioner.partition(
                    of: key, count: layout.partitionCount(.deadLetters))),
            key: key, value: record.value, headers: headers + record.headers)
    }

    /// A cause may quote what a stranger sent; cut between characters.
    private static func shortened(_ cause: String) -> String {
        guard cause.utf8.count > DeadLetter.maximumCauseBytes else { return cause }
        var text = ""
        var bytes = 0
        for character in cause.unicodeScalars {
            bytes += UTF8.width(character)
            if bytes > DeadLetter.maximumCauseBytes { break }
            text.unicodeScalars.append(character)
        }
        return text
    }
}
