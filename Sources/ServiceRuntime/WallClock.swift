import Glibc

/// The time of day: for logs, names and rounds of occupied ports, never for other event time.
public enum WallClock {
    /// Nanoseconds since 1970 in UTC.
    public static var nanoseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// A time as RFC 3339 in UTC with milliseconds.
    public static func text(nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000 - (nanoseconds % 1_000_000 < 0 ? 1 : 0)
        var seconds = Int(milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0))
        let rest = milliseconds - Int64(seconds) * 1000
        func digits(_ number: some BinaryInteger, _ width: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        var date = unsafe tm()
        // Both values live on this stack for the call; the date's only pointer isn't used.
        unsafe gmtime_r(&seconds, &date)
        let day = unsafe [
            digits(date.tm_year + 1900, 4), digits(date.tm_mon + 1), digits(date.tm_mday),
        ]
        let time = unsafe [digits(date.tm_hour), digits(date.tm_min), digits(date.tm_sec)]
        return day.joined(separator: "-") + "T" + time.joined(separator: ":") + "."
            + digits(rest, 3) + "Z"
    }
}
