public import StreamProcessing
import TopicEncoding

/// A dead letter as it was read: the record that couldn't be used, and why.
public struct ReceivedDeadLetter: Hashable, Sendable {
    /// Where the letter stands.
    public let place: DeadLetterPlace
    /// When the bus took the letter: milliseconds since the epoch by the bus's clock.
    public let appendTimeMilliseconds: Int64
    /// Why the record couldn't be used.
    public let cause: String
    /// Where the record was read.
    public let source: TopicPartition
    /// Its offset there.
    public let sourceOffset: Int64
    /// Its key; nil where it had none, or the letter was written before keys were kept.
    public let key: [UInt8]?
    /// Its headers in their order; none where the letter was written before they were kept.
    public let headers: [RecordHeader]
    /// Its value.
    public let value: [UInt8]

    /// Reads a record of `dead-letters`; nil where it is none of weir's letters, such as a retry's
    /// mark.
    public init?(_ record: BusRecord) {
        let all = record.headers
        // Without a count the letter is of the first version, which kept neither key nor headers.
        let count = Self.text(DeadLetter.headerCountHeader, in: all[...]).map { Int($0) ?? -1 } ?? 0
        guard count >= 0, count <= all.count else { return nil }
        let own = all.dropLast(count)
        guard let cause = Self.text(DeadLetter.causeHeader, in: own),
            let topic = Self.text(DeadLetter.topicHeader, in: own),
            let partition = Self.text(DeadLetter.partitionHeader, in: own).flatMap({ Int32($0) }),
            let offset = Self.text(DeadLetter.offsetHeader, in: own).flatMap({ Int64($0) })
        else { return nil }
        place = DeadLetterPlace(of: record)
        appendTimeMilliseconds = record.appendTimeMilliseconds
        self.cause = cause
        source = TopicPartition(topic: topic, partition: partition)
        sourceOffset = offset
        key = own.first { $0.name == DeadLetter.keyHeader }?.value
        headers = Array(all.suffix(count))
        value = record.value
    }

    /// Which record the letter is about.
    public var identity: DeadLetterIdentity {
        DeadLetterIdentity(source: source, offset: sourceOffset, value: value)
    }

    /// The record as it was, for its place in the source topic.
    public var original: OutgoingRecord {
        OutgoingRecord(topicPartition: source, key: key, value: value, headers: headers)
    }

    private static func text(_ name: String, in headers: ArraySlice<RecordHeader>) -> String? {
        headers.first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}
