internal import SQLiteStorage
internal import StreamProcessing

/// The connection of a process that changes the bus's file, used with the write lock held.
final class BusWriter {
    let connection: BusConnection
    let options: EmbeddedBusOptions
    /// What the current transaction did; added up once it is committed.
    var counters = EmbeddedBusCounters()
    /// When retention was last applied, by the monotonic clock.
    var lastRetentionMilliseconds = BusClock.monotonicMilliseconds()
    /// More was due than one look for records to delete may delete.
    var isRetentionBehind = false
    /// Where the next look for records to delete begins, among all partitions.
    var nextRetentionIndex = 0

    /// Takes over a connection.
    init(_ connection: BusConnection, options: EmbeddedBusOptions) {
        self.connection = connection
        self.options = options
    }

    /// Runs `body` in a transaction, which is kept where it returns a success.
    func transaction<Success>(
        _ body: (BusWriter) throws(SQLiteError) -> Result<Success, BusError>
    ) throws(SQLiteError) -> (result: Result<Success, BusError>, counters: EmbeddedBusCounters) {
        counters = EmbeddedBusCounters()
        do throws(SQLiteError) {
            // The write lock is taken at once: a reader that becomes a writer may be refused.
            try connection.run("BEGIN IMMEDIATE")
            let result = try body(self)
            switch result {
            case .success: try connection.run("COMMIT")
            case .failure:
                connection.database.rollback()
                counters = EmbeddedBusCounters()
            }
            return (result, counters)
        } catch {
            connection.database.rollback()
            throw error
        }
    }
}
