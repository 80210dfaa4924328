import RowEncoding

/// An hour of event time, and the folders of its files as Hive names them.
struct EventHour: Hashable, Comparable {
    static let nanoseconds: Int64 = 3_600_000_000_000

    /// Hours since the epoch.
    var number: Int64

    init(number: Int64) {
        self.number = number
    }

    /// The hour of a time in nanoseconds since the epoch.
    init(containing time: Int64) {
        let (quotient, remainder) = time.quotientAndRemainder(dividingBy: Self.nanoseconds)
        number = remainder < 0 ? quotient - 1 : quotient
    }

    /// The time that is no longer in it.
    var endNanoseconds: Int64 {
        let (end, overflows) = (number + 1).multipliedReportingOverflow(by: Self.nanoseconds)
        return overflows ? .max : end
    }

    private var parts: (date: String, hour: String) {
        let day = number >= 0 ? number / 24 : (number - 23) / 24
        let date = RFC3339Time.date(daysSinceEpoch: day)
        return (
            "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))",
            Self.padded(number - day * 24, 2)
        )
    }

    /// `date=2024-05-01/hour=12`.
    var path: String { "date=\(parts.date)/hour=\(parts.hour)" }

    /// `2024-05-01T12`.
    var text: String { "\(parts.date)T\(parts.hour)" }

    static func < (one: EventHour, other: EventHour) -> Bool { one.number < other.number }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
