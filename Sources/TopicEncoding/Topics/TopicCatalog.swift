/// All topics, as the files in `topics/` define them; a test holds the two against each other.
public enum TopicCatalog {
    /// The largest value of any topic: below the million bytes that Kafka's clients and brokers
    /// take unless configured, with room for key and headers.
    public static let maximumRecordBytes = 950_000

    /// What a dead letter may have more than the record that it holds: its cause, and where the
    /// record was.
    ///
    /// Without that room the largest records couldn't be put away, and would stop their reader.
    /// With it a letter is still below the million bytes of a batch.
    public static let deadLetterBytes = 40_000

    /// The definitions in the order of the stages.
    public static let all: [TopicDefinition] = [
        TopicDefinition(
            name: .packets,
            purpose: "Batches of packet summaries with the sensor's watermark, from the agents.",
            key: "the sensor's name; the partition is a symmetric hash of the packets' 5-tuple",
            partitions: 4, partitionsAs: nil, cleanup: .delete, retentionHours: 72,
            maximumRecordBytes: maximumRecordBytes, schema: "packets.md"),
        TopicDefinition(
            name: .flows,
            purpose: "One record for each flow, or segment of a long one, from the meter.",
            key: "the flow's Community ID; the partition is that of its packets",
            partitions: 4, partitionsAs: .packets, cleanup: .delete, retentionHours: 720,
            maximumRecordBytes: maximumRecordBytes, schema: "flows.schema.json"),
        TopicDefinition(
            name: .windows,
            purpose: "Partial counters of closed windows and each meter task's watermark.",
            key: "the sensor's name; the partition is a hash of the key",
            partitions: 4, partitionsAs: nil, cleanup: .delete, retentionHours: 24,
            maximumRecordBytes: maximumRecordBytes, schema: "windows.md"),
        TopicDefinition(
            name: .ports,
            purpose: "Rounds of the ports that a machine's sockets have, from its agent.",
            key: "the sensor's name; the partition is a hash of the key",
            partitions: 1, partitionsAs: nil, cleanup: .delete, retentionHours: 720,
            maximumRecordBytes: maximumRecordBytes, schema: "ports.schema.json"),
        TopicDefinition(
            name: .statistics,
            purpose: "Each statistic of each completed window with its thresholds and state.",
            key: "the sensor's name; the partition is a hash of the key",
            partitions: 4, partitionsAs: nil, cleanup: .delete, retentionHours: 168,
            maximumRecordBytes: maximumRecordBytes, schema: "statistics.schema.json"),
        TopicDefinition(
            name: .alerts,
            purpose: "Alerts and their updates, each with its evidence.",
            key: "the alert's dedup key; the partition is a hash of the key",
            partitions: 1, partitionsAs: nil, cleanup: .delete, retentionHours: 2160,
            maximumRecordBytes: maximumRecordBytes, schema: "alerts.schema.json"),
        TopicDefinition(
            name: .deadLetters,
            purpose: "Records that a stage or a sink couldn't use, whole, with the cause.",
            key: "the name of the topic that the record was read from; the partition is a hash "
                + "of the key",
            partitions: 1, partitionsAs: nil, cleanup: .delete, retentionHours: 336,
            maximumRecordBytes: maximumRecordBytes + deadLetterBytes, schema: "dead-letters.md"),
        TopicDefinition(
            name: .meterState,
            purpose: "Snapshots of the meter's tasks, from which they are restored.",
            key: "consumer group, input partition, slot and chunk; the partition is the task's",
            partitions: 4, partitionsAs: .packets, cleanup: .compact, retentionHours: nil,
            maximumRecordBytes: maximumRecordBytes, schema: "state.md"),
        TopicDefinition(
            name: .detectState,
            purpose: "Snapshots of the detector's tasks, from which they are restored.",
            key: "consumer group, input partition, slot and chunk; the partition is the task's",
            partitions: 4, partitionsAs: .windows, cleanup: .compact, retentionHours: nil,
            maximumRecordBytes: maximumRecordBytes, schema: "state.md"),
    ]

    /// The definition of one topic.
    public static func definition(of name: TopicName) -> TopicDefinition {
        guard let definition = all.first(where: { $0.name == name }) else {
            preconditionFailure("the catalog has every topic")
        }
        return definition
    }
}
