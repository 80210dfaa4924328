/// A record on its way to a bus.
///
/// The partition is always explicit: who makes the record knows it.
public struct OutgoingRecord: Hashable, Sendable {
    /// Where it goes.
    public var topicPartition: TopicPartition
    /// The key; nil for none.
    public var key: [UInt8]?
    /// The value.
    public var value: [UInt8]
    /// The headers.
    public var headers: [RecordHeader]

    /// A record for a partition.
    public init(
        topicPartition: TopicPartition, key: [UInt8]?, value: [UInt8], headers: [RecordHeader] = []
    ) {
        self.topicPartition = topicPartition
        self.key = key
        self.value = value
        self.headers = headers
    }
}
