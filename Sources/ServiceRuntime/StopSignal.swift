import Synchronization

/// Says that a service should come to an orderly end.
///
/// Shared by all its threads.
public final class StopSignal: Sendable {
    private let flag = Atomic<Bool>(false)
    private let lock = WaitableLock()
    private let waiters = Mutex<[CheckedContinuation<Void, Never>]>([])

    /// A signal that isn't set.
    public init() {}

    /// True once somebody asked to stop.
    public var isSet: Bool { flag.load(ordering: .acquiring) }

    /// Asks to stop; later calls change nothing.
    public func set() {
        lock.withLock {
            flag.store(true, ordering: .releasing)
            lock.notifyAll()
        }
        let resumed = waiters.withLock { waiters in
            defer { waiters = [] }
            return waiters
        }
        for waiter in resumed { waiter.resume() }
    }

    /// Blocks until the signal is set, or that long, whatever becomes of the time of day.
    ///
    /// - Returns: Whether the signal is set.
    @discardableResult
    public func wait(timeoutMilliseconds: Int64) -> Bool {
        let nanoseconds = timeoutMilliseconds.multipliedReportingOverflow(by: 1_000_000)
        let end = MonotonicClock.nanoseconds.addingReportingOverflow(nanoseconds.partialValue)
        let isEndless = nanoseconds.overflow || end.overflow
        return lock.withLock {
            while !isSet, isEndless || MonotonicClock.nanoseconds < end.partialValue {
                if isEndless {
                    lock.wait()
                } else {
                    lock.wait(untilMonotonicMilliseconds: end.partialValue / 1_000_000 + 1)
                }
            }
            return isSet
        }
    }

    /// Waits until the signal is set, without blocking a thread.
    public func whenSet() async {
        await withCheckedContinuation { continuation in
            let isWaiting = waiters.withLock { waiters in
                // `set` takes this lock after it has set the flag, so that nobody is forgotten.
                if isSet { return false }
                waiters.append(continuation)
                return true
            }
            if !isWaiting { continuation.resume() }
        }
    }

    /// Sets this signal at SIGINT or SIGTERM; a second one ends the process at once.
    public func watchTerminationSignals() {
        TerminationSignals.watch(self)
    }
}
