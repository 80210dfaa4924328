import ServiceRuntime

/// A lock that threads get in the order in which they asked.
///
/// It stands in front of SQLite's write lock, whose busy handler sleeps and lets the luckiest in.
final class FairLock: @unchecked Sendable {
    private let lock = WaitableLock()
    // Guarded by `lock`, which is why the class is sendable.
    private var nextTicket: UInt64 = 0
    private var servedTicket: UInt64 = 0

    /// Runs `body` while no other thread does.
    ///
    /// Not to be entered again from within.
    func withLock<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        enter()
        defer { leave() }
        return try body()
    }

    /// How many threads have asked and not got the lock yet.
    var waitingThreads: Int {
        // The one that has the lock isn't served to its end yet.
        lock.withLock { max(Int(nextTicket - servedTicket) - 1, 0) }
    }

    private func enter() {
        lock.withLock {
            let ticket = nextTicket
            nextTicket += 1
            while servedTicket != ticket { lock.wait() }
        }
    }

    private func leave() {
        lock.withLock {
            servedTicket += 1
            lock.notifyAll()
        }
    }
}
