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
            guard try checkpoint("PASSIVE") > restartBytes else {
                restartBytes = options.checkpointBytes * 3
                return
            }
            // Where a reader is in the way, because its process is suspended perhaps, the next try
            // waits until the log has doubled, so that appending isn't held up each time.
            let rest = try checkpoint("RESTART")
            restartBytes = max(rest * 2, options.checkpointBytes * 3)
        } catch {
            counters.failedCheckpoints += 1
        }
    }

    /// - Returns: How many bytes of the log could not be begun anew.
    private func checkpoint(_ mode: String) throws(SQLiteError) -> Int64 {
        let found = try connection.row("PRAGMA wal_checkpoint(\(mode))") { row in
            (isBusy: row.integer(0) != 0, frames: row.integer(1))
        }
        guard let found else { return 0 }
        let isAnew = mode == "RESTART" && !found.isBusy
        return isAnew ? 0 : found.frames * pageBytes
    }
}
