/// A record as it was read from a bus.
public struct BusRecord: Hashable, Sendable {
    /// Where it stands.
    public var topicPartition: TopicPartition
    /// Its place in the partition.
    public var offset: Int64
    /// When the bus appended it: milliseconds since the epoch by the bus's clock.
    ///
    /// Not event time.
    public var appendTimeMilliseconds: Int64
    /// The key; nil where the record has none.
    public var key: [UInt8]?
    /// The value.
    public var value: [UInt8]
    /// The headers, in their order.
    public var headers: [RecordHeader]

    /// A record with its place.
    public init(
        topicPartition: TopicPartition, offset: Int64, appendTimeMilliseconds: Int64,
        key: [UInt8]?, value: [UInt8], headers: [RecordHeader]
    ) {
        self.topicPartition = topicPartition
        self.offset = offset
        self.appendTimeMilliseconds = appendTimeMilliseconds
        self.key = key
        self.value = value
        self.headers = headers
    }
}
