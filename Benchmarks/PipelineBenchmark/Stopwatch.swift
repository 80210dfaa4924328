import Glibc
import ServiceRuntime

/// What a measured body cost.
struct Cost {
    var wallSeconds: Double
    /// User and system time of all threads of this process.
    var processorSeconds: Double

    /// Runs a body and measures it.
    static func of(_ body: () throws -> Void) rethrows -> Cost {
        let wall = MonotonicClock.nanoseconds
        let processor = processorNanoseconds
        try body()
        return Cost(
            wallSeconds: Double(MonotonicClock.nanoseconds - wall) / 1e9,
            processorSeconds: Double(processorNanoseconds - processor) / 1e9)
    }

    private static var processorNanoseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The largest resident set so far, in megabytes.
    static var peakMegabytes: Int {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(0), &usage)
        return usage.ru_maxrss / 1024
    }
}
