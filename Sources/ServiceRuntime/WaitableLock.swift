internal import Glibc

/// A lock with a condition whose waits end by the monotonic clock.
///
/// `Mutex` has no condition to wait for.
@safe
public final class WaitableLock: @unchecked Sendable {
    // Both live on the heap, since neither may move. They are made to be shared by threads, which
    // is why the class is sendable.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    /// An open lock.
    public init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Runs `body` while no other thread does.
    public func withLock<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Opens the lock until somebody notifies; only within `withLock`.
    public func wait() {
        unsafe pthread_cond_wait(condition, mutex)
    }

    /// Opens the lock until somebody notifies or a time has come; only within `withLock`.
    public func wait(untilMonotonicMilliseconds end: Int64) {
        var time = timespec(
            tv_sec: Int(end / 1_000), tv_nsec: Int(end % 1_000) * 1_000_000)
        unsafe pthread_cond_timedwait(condition, mutex, &time)
    }

    /// Wakes all who wait.
    public func notifyAll() {
        unsafe pthread_cond_broadcast(condition)
    }
}
