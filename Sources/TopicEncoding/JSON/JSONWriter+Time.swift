import NetworkModel

extension JSONWriter {
    /// Writes a time without quotes.
    mutating func put(_ time: Timestamp) {
        let (seconds, nanoseconds) = Self.floorDivide(time.nanoseconds, 1_000_000_000)
        let (day, second) = Self.floorDivide(seconds, 86_400)
        let date = Self.civilDate(ofDay: day)
        // A time in nanoseconds lies between the years 1677 and 2262: four digits.
        digits(date.year, width: 4)
        put(UInt8(ascii: "-"))
        digits(date.month, width: 2)
        put(UInt8(ascii: "-"))
        digits(date.day, width: 2)
        put(UInt8(ascii: "T"))
        digits(second / 3600, width: 2)
        put(UInt8(ascii: ":"))
        digits(second / 60 % 60, width: 2)
        put(UInt8(ascii: ":"))
        digits(second % 60, width: 2)
        put(UInt8(ascii: "."))
        if nanoseconds % 1000 == 0 {
            digits(nanoseconds / 1000, width: 6)
        } else {
            digits(nanoseconds, width: 9)
        }
        put(UInt8(ascii: "Z"))
    }

    private static func floorDivide(
        _ dividend: Int64, _ divisor: Int64
    ) -> (quotient: Int64, remainder: UInt64) {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0
            ? (quotient - 1, UInt64(remainder + divisor)) : (quotient, UInt64(remainder))
    }

    /// The date in the proleptic Gregorian calendar of a day counted from 1970-01-01.
    ///
    /// Years are counted from March, so that the leap day comes last, and in eras of 400 years,
    /// which all have the same length.
    private static func civilDate(
        ofDay day: Int64
    ) -> (year: UInt64, month: UInt64, day: UInt64) {
        // 0000-03-01 lies 719,468 days before 1970-01-01; times begin in 1677, so nothing is
        // negative.
        let days = UInt64(day + 719_468)
        let (era, dayOfEra) = days.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfMonth)
    }
}
