internal import SQLiteStorage
internal import StreamProcessing

/// The topics of a file as they were when it was last looked at.
struct Catalogue: Equatable {
    /// A topic with the identifiers of its partitions.
    struct Topic: Equatable {
        let identifier: Int64
        let specification: TopicSpecification
        /// By number.
        let partitions: [Int64]
    }

    /// A partition as producers need it.
    struct Partition: Equatable {
        let identifier: Int64
        let isCompacted: Bool
        let maximumRecordBytes: Int
    }

    private(set) var topics: [String: Topic] = [:]

    /// No topics.
    init() {}

    /// Reads the topics of a file.
    init(from connection: BusFileConnection) throws(SQLiteError) {
        var partitions: [Int64: [Int64]] = [:]
        let places = try connection.rows(
            "SELECT topic_id, id FROM partitions ORDER BY topic_id, number"
        ) { row in (topic: row.integer(0), partition: row.integer(1)) }
        for place in places { partitions[place.topic, default: []].append(place.partition) }
        let found = try connection.rows(
            """
            SELECT id, name, cleanup, retention_ms, retention_bytes, maximum_record_bytes
            FROM topics
            """
        ) { row in
            let identifiers = partitions[row.integer(0)] ?? []
            return Topic(
                identifier: row.integer(0),
                specification: TopicSpecification(
                    name: row.text(1), partitions: Int32(identifiers.count),
                    cleanup: row.text(2) == "compact" ? .compact : .delete,
                    retentionMilliseconds: row.isNull(3) ? nil : row.integer(3),
                    retentionBytes: row.isNull(4) ? nil : row.integer(4),
                    maximumRecordBytes: Int32(clamping: row.integer(5))),
                partitions: identifiers)
        }
        for topic in found { topics[topic.specification.name] = topic }
    }

    /// What producers need to know of a partition; nil where it doesn't exist.
    subscript(place: TopicPartition) -> Partition? {
        guard let topic = topics[place.topic],
            topic.partitions.indices.contains(Int(place.partition))
        else { return nil }
        return Partition(
            identifier: topic.partitions[Int(place.partition)],
            isCompacted: topic.specification.cleanup == .compact,
            maximumRecordBytes: Int(topic.specification.maximumRecordBytes))
    }
}
