/// How a topic is provisioned, as its file in `topics/` says.
public struct TopicDefinition: Hashable, Sendable {
    /// What happens to old records.
    public enum Cleanup: String, Sendable {
        /// They go when they are older than the retention.
        case delete
        /// The newest record of each key stays.
        case compact
    }

    /// The topic.
    public let name: TopicName
    /// What the topic is for, in one sentence.
    public let purpose: String
    /// What the key of a record is and what chooses its partition.
    public let key: String
    /// How many partitions the topic has unless configured.
    public let partitions: Int32
    /// The topic that it must have as many partitions as, since partitions correspond; nil for
    /// none.
    public let partitionsAs: TopicName?
    /// What happens to old records.
    public let cleanup: Cleanup
    /// How long records are kept, by the time they were appended; nil for as long as they are the
    /// newest of their key.
    public let retentionHours: Int?
    /// The largest value that is written, in bytes; the topic's own limit leaves room for the rest
    /// of the record.
    public let maximumRecordBytes: Int
    /// The file in `topics/` that describes the value.
    public let schema: String
}
