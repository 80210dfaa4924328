import StreamProcessing

/// A topic's settings at the brokers, by name.
struct TopicSettings {
    /// The values in force.
    var values: [String: String] = [:]
    /// The names of those that were set for this very topic.
    var own: Set<String> = []

    static let cleanup = "cleanup.policy"
    static let retentionMilliseconds = "retention.ms"
    static let retentionBytes = "retention.bytes"
    static let maximumBytes = "max.message.bytes"
    static let timestampType = "message.timestamp.type"

    /// What a topic's settings should be.
    ///
    /// Records have the broker's time, because retention goes by it: records of an old capture
    /// would be deleted on arrival otherwise.
    static func wanted(by specification: TopicSpecification) -> [(name: String, value: String)] {
        [
            (cleanup, specification.cleanup.rawValue),
            (retentionMilliseconds, "\(specification.retentionMilliseconds ?? -1)"),
            (retentionBytes, "\(specification.retentionBytes ?? -1)"),
            (maximumBytes, "\(specification.maximumRecordBytes)"),
            (timestampType, "LogAppendTime"),
        ]
    }

    /// The values that aren't what they should be.
    func outdated(for specification: TopicSpecification) -> [(name: String, value: String)] {
        Self.wanted(by: specification).filter { values[$0.name] != $0.value }
    }

    /// The topic as these settings describe it.
    func specification(name: String, partitions: Int32) -> TopicSpecification {
        let isCompacted = (values[Self.cleanup] ?? "").contains("compact")
        return TopicSpecification(
            name: name, partitions: partitions, cleanup: isCompacted ? .compact : .delete,
            retentionMilliseconds: limit(Self.retentionMilliseconds),
            retentionBytes: limit(Self.retentionBytes),
            maximumRecordBytes: values[Self.maximumBytes].flatMap { Int32($0) } ?? Int32.max)
    }

    /// A limit of time or size, nil where there is none.
    private func limit(_ name: String) -> Int64? {
        values[name].flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }
    }
}
