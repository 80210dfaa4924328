import Glibc

/// The time since some point in the past, which never runs back: for intervals, never for event
/// time.
public enum MonotonicClock {
    /// Nanoseconds since that point.
    public static var nanoseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
