import ServiceRuntime

/// Tells the readers of this process that something was committed.
final class ChangeSignal: @unchecked Sendable {
    private let lock = WaitableLock()
    // Guarded by `lock`, which is why the class is sendable.
    private var changes: UInt64 = 0

    /// How many changes there were so far.
    var count: UInt64 { lock.withLock { changes } }

    /// Tells a change.
    func notify() {
        lock.withLock {
            changes += 1
            lock.notifyAll()
        }
    }

    /// Waits until a time has come, whatever changes.
    func wait(untilMonotonicMilliseconds end: Int64) {
        lock.withLock {
            while BusClock.monotonicMilliseconds() < end {
                lock.wait(untilMonotonicMilliseconds: end)
            }
        }
    }

    /// Waits until there was another change than the first `seen`, or a time has come.
    ///
    /// - Returns: Whether there was a change.
    func wait(since seen: UInt64, untilMonotonicMilliseconds end: Int64) -> Bool {
        lock.withLock {
            while changes == seen, BusClock.monotonicMilliseconds() < end {
                lock.wait(untilMonotonicMilliseconds: end)
            }
            return changes != seen
        }
    }
}
