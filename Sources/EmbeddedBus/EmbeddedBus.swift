internal import SQLiteStorage
public import StreamProcessing

/// A bus in one SQLite file, for one machine: shared by the threads of a process and by processes.
///
/// Records have gapless offsets, except where retention or compaction has deleted them. Keys of
/// compacted topics are compacted at once: an append deletes the key's earlier record.
public final class EmbeddedBus: MessageBus {
    let file: BusFile

    /// Opens the bus in a file, and makes the file where it doesn't exist.
    ///
    /// What the options say of the file itself is decided by the first bus that a process opens.
    public init(
        path: String, options: EmbeddedBusOptions = EmbeddedBusOptions()
    ) throws(BusError) {
        file = try BusFileRegistry.file(at: path, options: options)
    }

    /// A bus on a file that is open.
    init(file: BusFile) {
        self.file = file
    }

    /// What the bus is, for messages: `sqlite:PATH`.
    public var address: String { file.address }

    /// Drawn by lot when the file was made.
    public func identity() throws(BusError) -> String {
        try file.read { connection throws(SQLiteError) in
            try connection.database.text("SELECT identity FROM bus") ?? ""
        }
    }

    /// What happened on the file since this process opened it, by all its buses together.
    public var counters: EmbeddedBusCounters { file.counters }

    /// A producer that appends in batches.
    public func makeProducer() throws(BusError) -> any BusProducer {
        EmbeddedProducer(file)
    }

    /// A producer whose records become visible together with the offsets they were made from.
    public func makeTransactionalProducer(
        identifier: String
    ) throws(BusError) -> any TransactionalProducer {
        try EmbeddedTransactionalProducer(file, identifier: identifier)
    }

    /// A member of a consumer group; all members of a group read the same topics.
    public func makeConsumer(
        group: String, topics: [String], instance: String?, listener: any RebalanceListener
    ) throws(BusError) -> any GroupConsumer {
        try EmbeddedConsumer(
            file, group: group, topics: topics, instance: instance, listener: listener)
    }

    /// A reader of given partitions, outside any group.
    public func makeReader(
        _ partitions: [TopicPartition: StartOffset]
    ) throws(BusError) -> any BusReader {
        try EmbeddedReader(file, partitions)
    }

    /// All topics whose names begin with `prefix`, by name.
    public func topics(prefix: String) throws(BusError) -> [TopicSpecification] {
        let catalogue = try file.read { connection throws(SQLiteError) in
            try Catalogue(from: connection)
        }
        return catalogue.topics.values.map(\.specification)
            .filter { $0.name.hasPrefix(prefix) }.sorted { $0.name < $1.name }
    }

    /// Creates topics that don't exist and repairs retention and sizes of those that do.
    public func apply(
        _ specifications: [TopicSpecification]
    ) throws(BusError) -> [TopicChange] {
        let changes = try file.write { writer throws(SQLiteError) in
            try writer.apply(specifications)
        }
        try file.refreshCatalogue()
        return changes
    }

    /// The offsets that a partition holds now.
    public func offsets(of partition: TopicPartition) throws(BusError) -> OffsetRange {
        let identifier = try file.partition(partition).identifier
        return try file.read { connection throws(SQLiteError) in
            try connection.offsets(of: identifier)
        }
    }

    /// How far a group has come; partitions without a commit are left out.
    public func committed(
        group: String, partitions: [TopicPartition]
    ) throws(BusError) -> [ConsumedOffset] {
        var places: [(place: TopicPartition, partition: Int64)] = []
        for place in partitions { places.append((place, try file.partition(place).identifier)) }
        return try file.read { connection throws(SQLiteError) in
            let found = try connection.integer(
                "SELECT id FROM consumer_groups WHERE name = ?1", .text(group))
            guard let found else { return [] }
            var offsets: [ConsumedOffset] = []
            for (place, partition) in places {
                let stored = try connection.storedOffset(group: found, partition: partition)
                guard let stored else { continue }
                offsets.append(
                    ConsumedOffset(
                        topicPartition: place, offset: stored.offset, metadata: stored.metadata))
            }
            return offsets
        }
    }

    /// Deletes the records of a partition below `offset`, for good; the file reuses their space.
    ///
    /// It is done in several transactions, so that others may write meanwhile.
    public func deleteRecords(
        before offset: Int64, in partition: TopicPartition
    ) throws(BusError) {
        let range = try offsets(of: partition)
        guard offset <= range.end else {
            throw BusError(
                .configuration,
                "Partition \(partition.partition) of \(partition.topic) ends at \(range.end), "
                    + "before \(offset); nothing was deleted.")
        }
        guard offset > range.oldest else { return }
        let identifier = try file.partition(partition).identifier
        var isDone = false
        while !isDone {
            isDone = try file.write { writer throws(SQLiteError) in
                .success(try writer.deleteSome(before: offset, of: identifier))
            }
        }
    }
}
