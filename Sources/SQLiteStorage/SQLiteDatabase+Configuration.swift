internal import CSQLite

extension SQLiteDatabase {
    /// Sets what the options say; the page size only takes effect before the first table.
    func configure(_ options: SQLiteOptions) throws(SQLiteError) {
        if options.access == .create {
            try execute("PRAGMA page_size = \(options.pageSizeBytes)")
        }
        if let journal = options.journal, options.access != .readOnly {
            try setJournal(journal, within: options.busyTimeoutMilliseconds)
        }
        // Debian's SQLite overwrites deleted rows with zeros, which costs a write of each.
        try execute(
            """
            PRAGMA secure_delete = OFF;
            PRAGMA synchronous = \(options.synchronous.rawValue);
            PRAGMA cache_size = \(-max(options.cacheBytes / 1024, 64));
            PRAGMA mmap_size = \(options.memoryMapBytes);
            PRAGMA foreign_keys = ON;
            """)
        let pageBytes = try integer("PRAGMA page_size") ?? 4_096
        let checkpointPages =
            options.checkpointBytes == 0 ? 0 : max(options.checkpointBytes / pageBytes, 1)
        try execute("PRAGMA wal_autocheckpoint = \(checkpointPages)")
    }

    /// Has calls wait for another connection's lock, and fail after a time.
    ///
    /// SQLite's own handler sleeps longer and longer, up to 100 ms, so that who waits rarely gets
    /// its turn while others write all the time. This one tries again every millisecond.
    public func waitForLocks(_ timeoutMilliseconds: Int32) {
        guard let handle = unsafe handle else { return }
        // There is nothing to point to: the context is the number of tries itself.
        let tries = unsafe UnsafeMutableRawPointer(bitPattern: Int(max(timeoutMilliseconds, 0)))
        unsafe sqlite3_busy_handler(
            handle,
            { tries, count in
                guard count < Int(bitPattern: tries) else { return 0 }
                sqlite3_sleep(1)
                return 1
            }, tries)
    }

    /// Changes the journal where it differs.
    ///
    /// The change needs the file alone, and SQLite doesn't wait for that by itself: two processes
    /// that make the same file at once would see it fail.
    private func setJournal(
        _ journal: SQLiteOptions.Journal, within timeoutMilliseconds: Int32
    ) throws(SQLiteError) {
        let pauseMilliseconds: Int32 = 5
        var remaining = timeoutMilliseconds
        while true {
            do throws(SQLiteError) {
                if try text("PRAGMA journal_mode") == journal.rawValue { return }
                let actual = try text("PRAGMA journal_mode = \(journal.rawValue)")
                if actual == journal.rawValue { return }
                throw SQLiteError(
                    .readOnly,
                    "The database \(path) can't use the journal \(journal.rawValue); "
                        + "check that its disk is a local one.",
                    cause: "the journal stayed \(actual ?? "unknown")")
            } catch {
                guard error.code == .busy, remaining > 0 else { throw error }
                sqlite3_sleep(pauseMilliseconds)
                remaining -= pauseMilliseconds
            }
        }
    }
}
