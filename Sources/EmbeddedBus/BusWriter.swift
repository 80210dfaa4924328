internal import SQLiteStorage
internal import StreamProcessing

/// The connection of a process that changes the bus's file, used with the write lock held.
final class BusWriter {
    let connection: BusFileConnection
    let options: EmbeddedBusOptions
    /// The file's page size, which may be another than that of new files.
    let pageBytes: Int64
    /// What the current transaction did; added up once it is committed.
    var counters = EmbeddedBusCounters()
    /// About how much this process has written into the log since it last copied it.
    var loggedBytes: Int64 = 0
    /// When retention was last applied, by the monotonic clock.
    var lastRetentionMilliseconds = BusClock.monotonicMilliseconds()
    /// More was due than one look for records to delete may delete.
    var isRetentionBehind = false
    /// Where the next look for records to delete begins, among all partitions.
    var nextRetentionIndex = 0

    /// Takes over a connection.
    init(
        _ connection: BusFileConnection, options: EmbeddedBusOptions
    ) throws(SQLiteError) {
        self.connection = connection
        self.options = options
        pageBytes = try connection.integer("PRAGMA page_size") ?? Int64(options.pageSizeBytes)
        // A log that has once grown long is cut when it is begun anew.
        try connection.database.execute(
            "PRAGMA journal_size_limit = \(options.checkpointBytes * 2)")
        if let maximumFileBytes = options.maximumFileBytes {
            try connection.database.execute(
                "PRAGMA max_page_count = \(max(maximumFileBytes / pageBytes, 1))")
        }
    }

    /// Runs `body` in a transaction, which is kept where it returns a success.
    func transaction<Success>(
        _ body: (BusWriter) throws(SQLiteError) -> Result<Success, BusError>
    ) throws(SQLiteError) -> Result<Success, BusError> {
        counters = EmbeddedBusCounters()
        do throws(SQLiteError) {
            // The write lock is taken at once: a reader that becomes a writer may be refused.
            try connection.run("BEGIN IMMEDIATE")
            let result = try body(self)
            switch result {
            case .success:
                try connection.run("COMMIT")
                noteLogged()
            case .failure:
                connection.database.rollback()
                counters = EmbeddedBusCounters()
            }
            return result
        } catch {
            connection.database.rollback()
            throw error
        }
    }
}
