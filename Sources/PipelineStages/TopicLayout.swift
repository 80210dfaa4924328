public import StreamProcessing
public import TopicEncoding

/// The topics' names on the bus and how many partitions each has: what a stage needs to address its
/// outputs.
public struct TopicLayout: Hashable, Sendable {
    private let prefix: String
    private let counts: [TopicName: Int32]

    /// A layout.
    ///
    /// - Parameters:
    ///   - prefix: What all names begin with.
    ///   - partitionCounts: How many partitions each topic has; every topic must be named.
    public init(prefix: String, partitionCounts: [TopicName: Int32]) {
        for topic in TopicName.allCases {
            precondition(partitionCounts[topic, default: 0] > 0, "no partitions for \(topic)")
        }
        self.prefix = prefix
        counts = partitionCounts
    }

    /// The topic's name on the bus.
    public func name(_ topic: TopicName) -> String {
        topic.name(prefix: prefix)
    }

    /// The topic's partitions.
    public func partitions(of topic: TopicName) -> [TopicPartition] {
        (0..<partitionCount(topic)).map { TopicPartition(topic: name(topic), partition: $0) }
    }

    /// How many partitions the topic has.
    public func partitionCount(_ topic: TopicName) -> Int32 {
        counts[topic, default: 1]
    }
}
