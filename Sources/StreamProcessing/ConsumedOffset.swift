/// How far a group has come in a partition.
public struct ConsumedOffset: Hashable, Sendable {
    /// The partition.
    public var topicPartition: TopicPartition
    /// The next offset to process.
    public var offset: Int64
    /// Printable ASCII that is committed with the offset, at most 4096 bytes; empty for none.
    public var metadata: String

    /// A position.
    public init(topicPartition: TopicPartition, offset: Int64, metadata: String = "") {
        self.topicPartition = topicPartition
        self.offset = offset
        self.metadata = metadata
    }
}
