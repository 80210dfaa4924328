import RowEncoding
public import StreamProcessing
public import TopicEncoding
import SQLiteStorage

/// Writes each topic to a table of its own in one SQLite database.
///
/// The rows and the offsets that they go up to are committed in one transaction. Keys make a row
/// that comes again replace the earlier one.
public final class SQLiteSink: RecordSink {
    private let path: String
    private let database: SQLiteDatabase
    /// Nil where the bus can't be gone on with, so that no offsets are kept.
    private let bus: String?
    private var writers: [TopicName: SQLiteTableWriter] = [:]
    private let saveOffset: SQLiteStatement

    /// The topics of the tables.
    public let topics: [TopicName] = RowTable.all.map(\.topic)

    /// Where each partition of this bus goes on.
    public private(set) var resumeOffsets: [TopicPartition: Int64] = [:]

    /// Opens a database, or makes it.
    public init(path: String, mode: SinkMode) throws(SinkError) {
        self.path = path
        if case .resume(let bus) = mode { self.bus = bus } else { bus = nil }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        if !folder.isEmpty { try FolderStateFile.makeFolder(folder.joined(separator: "/")) }
        var options = SQLiteOptions()
        // A commit that a crash of the machine could undo would lose rows, since the group's offset
        // moves after it.
        options.synchronous = .full
        options.cacheBytes = 16 << 20
        options.checkpointBytes = 16 << 20
        do throws(SQLiteError) {
            database = try SQLiteDatabase(path: path, options: options)
            let schema = SQLiteSinkSchema(database)
            guard try schema.isOwnOrEmpty() else {
                throw SQLiteError(
                    .notADatabase,
                    "The database \(path) holds something else; choose another path for the sink.")
            }
            try schema.apply()
            saveOffset = try database.prepare(SQLiteSinkSchema.saveOffset)
            for table in RowTable.all {
                writers[table.topic] = try SQLiteTableWriter(table, database)
            }
            if let bus { resumeOffsets = try schema.offsets(of: bus) }
        } catch {
            throw SinkError(error)
        }
    }

    /// Writes a row in the open transaction.
    public func write(_ record: BusRecord, topic: TopicName) throws(SinkError) {
        guard let writer = writers[topic] else {
            throw SinkError(
                .invalidState, "The database \(path) has no table of \(topic.rawValue).")
        }
        try writer.check(record)
        try guarded { () throws(SQLiteError) in
            if !database.isInTransaction { try database.execute("BEGIN IMMEDIATE") }
            try writer.insert(record)
        }
    }

    /// Commits the rows with the offsets.
    public func commit(_ offsets: [TopicPartition: Int64]) throws(SinkError) {
        let isUnchanged = offsets.allSatisfy { resumeOffsets[$0.key] == $0.value } || bus == nil
        if isUnchanged, !database.isInTransaction { return }
        try guarded { () throws(SQLiteError) in
            if !database.isInTransaction { try database.execute("BEGIN IMMEDIATE") }
            if let bus {
                for (partition, next) in offsets.sorted(by: { $0.key < $1.key }) {
                    try saveOffset.bind(bus, at: 1)
                    try saveOffset.bind(partition.topic, at: 2)
                    try saveOffset.bind(Int64(partition.partition), at: 3)
                    try saveOffset.bind(next, at: 4)
                    try saveOffset.run()
                }
            }
            try database.execute("COMMIT")
        }
        resumeOffsets.merge(offsets) { $1 }
    }

    /// Closes the database; rows that weren't committed are forgotten.
    public func close() {
        database.rollback()
        writers = [:]
        database.close()
    }

    /// Runs what may end the open transaction by failing.
    ///
    /// Then its rows are gone, and only reading on from the last commit, with a new sink, brings
    /// them back.
    private func guarded(_ body: () throws(SQLiteError) -> Void) throws(SinkError) {
        let wasInTransaction = database.isInTransaction
        do throws(SQLiteError) {
            try body()
        } catch {
            var failure = SinkError(error)
            if wasInTransaction, !database.isInTransaction {
                failure.isFatal = true
                failure.isRetriable = false
            }
            throw failure
        }
    }
}
