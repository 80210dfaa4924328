/// What a topic should be.
public struct TopicSpecification: Hashable, Sendable {
    /// What happens to old records.
    public enum Cleanup: String, Hashable, Sendable {
        /// They are deleted by age or size.
        case delete
        /// The newest of each key is kept.
        case compact
    }

    /// The name on the bus, prefix and version included.
    public var name: String
    /// How many partitions.
    public var partitions: Int32
    /// What happens to old records.
    public var cleanup: Cleanup
    /// How long records are kept, by append time; nil for ever.
    public var retentionMilliseconds: Int64?
    /// How many bytes a partition keeps; nil without limit.
    public var retentionBytes: Int64?
    /// The largest record, in bytes.
    public var maximumRecordBytes: Int32

    /// A topic with all its properties.
    public init(
        name: String, partitions: Int32, cleanup: Cleanup, retentionMilliseconds: Int64?,
        retentionBytes: Int64?, maximumRecordBytes: Int32
    ) {
        self.name = name
        self.partitions = partitions
        self.cleanup = cleanup
        self.retentionMilliseconds = retentionMilliseconds
        self.retentionBytes = retentionBytes
        self.maximumRecordBytes = maximumRecordBytes
    }
}
