/// Where to begin reading a topic, as a person says it.
public enum StartPosition: Hashable, Sendable {
    /// At the oldest record.
    case begin
    /// After the newest record.
    case end
    /// At the first record appended at or after this time: milliseconds since the epoch.
    case time(milliseconds: Int64)

    /// Reads `begin`, `end` or a time in UTC as RFC 3339 writes it (`2024-05-01T12:00:00Z`, with
    /// decimals if need be; a date alone is its midnight); nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "begin": self = .begin
        case "end": self = .end
        default:
            guard let milliseconds = Self.milliseconds(text) else { return nil }
            self = .time(milliseconds: milliseconds)
        }
    }

    /// The milliseconds since the epoch of a time or date in UTC; nil for anything else.
    static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes[4] == 0x2d, bytes[7] == 0x2d,
            let year = number(bytes, 0..<4), let month = number(bytes, 5..<7),
            let day = number(bytes, 8..<10), (1...12).contains(month),
            (1...daysInMonth(month, of: year)).contains(day)
        else { return nil }
        let midnight = daysSinceEpoch(year, month, day) * 86_400_000
        if bytes.count == 10 { return midnight }
        guard bytes.count >= 20, bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3a,
            bytes[16] == 0x3a, bytes.last == 0x5a,
            let hour = number(bytes, 11..<13), let minute = number(bytes, 14..<16),
            let second = number(bytes, 17..<19), hour < 24, minute < 60, second < 60,
            let fraction = fractionMilliseconds(bytes[19..<(bytes.count - 1)])
        else { return nil }
        return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction
    }

    /// What stands between the seconds and the Z: nothing, or a point and digits.
    private static func fractionMilliseconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let point = bytes.first else { return 0 }
        let digits = bytes.dropFirst()
        guard point == 0x2e, !digits.isEmpty,
            digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        let three = (digits + [0x30, 0x30]).prefix(3)
        return three.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
        var number: Int64 = 0
        for byte in bytes[range] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int64(byte - 0x30)
        }
        return number
    }

    private static func daysInMonth(_ month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2:
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    /// The days from 1 January 1970 to a date of the Gregorian calendar: years begin in March, so
    /// that the leap day is a year's last.
    private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let century = marchYear / 100
        return 365 * marchYear + marchYear / 4 - century + century / 4 + dayOfYear - 719_468
    }
}
