import NetworkModel

/// Times and durations as people read them.
enum TimeText {
    /// HH:MM:SS in UTC, with milliseconds where there are any.
    static func clock(_ time: Timestamp) -> String {
        let day: Int64 = 86_400_000_000_000
        let remainder = time.nanoseconds % day
        let inDay = remainder < 0 ? remainder + day : remainder
        let seconds = inDay / 1_000_000_000
        let milliseconds = inDay / 1_000_000 % 1000
        let text = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        guard milliseconds > 0 else { return text }
        return text + "." + (milliseconds < 100 ? "0" : "") + two(milliseconds)
    }

    /// The stretch of time that ends somewhere: "second", "10 s" or "500 ms".
    static func duration(nanoseconds: Int64) -> String {
        if nanoseconds == 1_000_000_000 { return "second" }
        if nanoseconds % 1_000_000_000 == 0 { return "\(nanoseconds / 1_000_000_000) s" }
        return "\(NumberText.significant(Double(nanoseconds) / 1e6)) ms"
    }

    private static func two(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
