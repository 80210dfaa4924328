internal import Glibc

/// The machine's clocks, in milliseconds.
enum BusClock {
    /// Time since the epoch, for append times; it may jump.
    static func wallMilliseconds() -> Int64 { milliseconds(CLOCK_REALTIME) }

    /// Time since the machine started, for heartbeats and timeouts: the same for all processes.
    static func monotonicMilliseconds() -> Int64 { milliseconds(CLOCK_MONOTONIC) }

    /// Pauses the thread.
    static func sleep(milliseconds: Int64) {
        usleep(UInt32(clamping: milliseconds * 1_000))
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // The clock is one that every Linux has, so that the call can't fail.
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
