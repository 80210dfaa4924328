internal import SQLiteStorage

// SQLite copies the log into the file after a commit, when others may write already. Where several
// processes write all the time it never finds a moment to begin the log anew, which then grows
// without a bound. So the writer does the copying, and keeps the others out where that is needed.
extension BusWriter {
    /// Counts what a transaction has added to the log.
    func noteLogged() {
        // Besides the records each transaction rewrites a few pages, of which nobody tells.
        let rewrittenPages: Int64 = 4
        loggedBytes +=
            Int64(clamping: counters.appendedBytes) + rewrittenPages * pageBytes
    }

    /// Copies the log into the file, if there is enough of it.
    ///
    /// A failure is nothing to a caller whose transaction is safely in the log.
    func checkpointIfDue() {
        guard loggedBytes >= options.checkpointBytes else { return }
        loggedBytes = 0
        do throws(SQLiteError) {
            let tolerableBytes = options.checkpointBytes * 3
            guard let logBytes = try copyLog(), logBytes > tolerableBytes else { return }
            // Readers are still in the way sometimes. Appending isn't held up for long by them: the
            // next try comes soon.
            connection.database.waitForLocks(restartTimeoutMilliseconds)
            defer { connection.database.waitForLocks(options.busyTimeoutMilliseconds) }
            _ = try checkpoint("RESTART")
        } catch {
            counters.failedCheckpoints += 1
        }
    }

    /// How long appending waits for the log to be begun anew.
    private var restartTimeoutMilliseconds: Int32 { 100 }

    /// Copies what readers don't need any more.
    ///
    /// Where another process copies, this one pauses until that is done: the other may be waiting
    /// for a moment without a writer, which it would never get from one that goes on writing.
    ///
    /// - Returns: How long the log is; nil where another process was at it for too long.
    private func copyLog() throws(SQLiteError) -> Int64? {
        let pauseMilliseconds: Int64 = 2
        let maximumPauses = 50
        for _ in 0..<maximumPauses {
            if let logBytes = try checkpoint("PASSIVE") { return logBytes }
            BusClock.sleep(milliseconds: pauseMilliseconds)
        }
        return nil
    }

    /// - Returns: How long the log was; nil where another process copies it just now.
    private func checkpoint(_ mode: String) throws(SQLiteError) -> Int64? {
        let frames = try connection.row("PRAGMA wal_checkpoint(\(mode))") { $0.integer(1) }
        guard let frames, frames >= 0 else { return nil }
        return frames * pageBytes
    }
}
