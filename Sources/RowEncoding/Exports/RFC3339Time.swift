/// Times as records write them: RFC 3339 in UTC.
public enum RFC3339Time {
    /// The nanoseconds since the epoch of `2024-05-01T12:00:00.000001Z`, with up to nine decimals;
    /// nil for anything else.
    public static func nanoseconds(_ text: ArraySlice<UInt8>) -> Int64? {
        nanoseconds(text.span)
    }

    /// The same of a text that isn't an array's.
    public static func nanoseconds(_ text: Span<UInt8>) -> Int64? {
        guard text.count >= 20, text.count <= 30, text[text.count - 1] == UInt8(ascii: "Z"),
            let year = number(text, 0..<4), let month = number(text, 5..<7),
            let day = number(text, 8..<10), let hour = number(text, 11..<13),
            let minute = number(text, 14..<16), let second = number(text, 17..<19),
            (1...12).contains(month), day >= 1, day <= dayCount(year, month),
            hour < 24, minute < 60, second <= 60, hasSeparators(text)
        else { return nil }
        var fraction: Int64 = 0
        if text.count > 20 {
            guard text[19] == UInt8(ascii: "."), let digits = number(text, 20..<(text.count - 1))
            else { return nil }
            fraction = digits
            for _ in (text.count - 21)..<9 { fraction *= 10 }
        }
        let days = daysSinceEpoch(year, month, day)
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflows else { return nil }
        let (sum, sumOverflows) = product.addingReportingOverflow(fraction)
        return sumOverflows ? nil : sum
    }

    @inline(__always)
    private static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        var value: Int64 = 0
        for index in range {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return value
    }

    private static func hasSeparators(_ text: Span<UInt8>) -> Bool {
        text[4] == UInt8(ascii: "-") && text[7] == UInt8(ascii: "-")
            && text[10] == UInt8(ascii: "T") && text[13] == UInt8(ascii: ":")
            && text[16] == UInt8(ascii: ":")
    }

    /// How many days a month of the Gregorian calendar has.
    private static func dayCount(_ year: Int64, _ month: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The days from 1 January 1970 to a date of the Gregorian calendar: years begin in March, so
    /// that the leap day is a year's last.
    private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let century = (marchYear - (marchYear < 0 ? 99 : 0)) / 100
        let leapDays = (marchYear - (marchYear < 0 ? 3 : 0)) / 4 - century
        let quarter = (century - (century < 0 ? 3 : 0)) / 4
        return 365 * marchYear + leapDays + quarter + dayOfYear - 719_468
    }

    /// The date of a count of days since 1 January 1970.
    public static func date(daysSinceEpoch days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted - (shifted < 0 ? 146_096 : 0)) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
