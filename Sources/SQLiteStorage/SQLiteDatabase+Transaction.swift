extension SQLiteDatabase {
    /// Runs `body` in a transaction: everything it changes is kept, or nothing where it throws.
    ///
    /// The write lock is taken at once, so that `body` never fails half-way because another
    /// connection writes.
    public func transaction<Result>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try execute("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            rollback()
            throw error
        }
    }

    /// Runs `body` on one unchanging state of the file.
    public func readTransaction<Result>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try execute("BEGIN")
        // There is nothing to keep, so both ends are the same.
        defer { rollback() }
        return try body()
    }

    /// Forgets the open transaction, if there is one.
    ///
    /// Some errors, such as a full disk, have SQLite do so by itself.
    public func rollback() {
        guard isInTransaction else { return }
        // Rolling back only fails where the connection is unusable, and then each later call says
        // so.
        try? execute("ROLLBACK")
    }
}
