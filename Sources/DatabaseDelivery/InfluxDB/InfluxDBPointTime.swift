/// Where a record's point lies: InfluxDB knows a point by its series and its time only.
///
/// Two flows of one series may end at the same time, and must stay two points; the same flow sent
/// again must land on its own. So a record's identity is hashed, and the hash fills the digits of
/// the time that its clock left at zero, up to a millisecond, and chooses one of sixteen values of
/// the tag `b`: a clock of microseconds leaves three digits, one of milliseconds six. So the point
/// lies less than a millisecond behind the record's time, and in the same millisecond, second and
/// minute. The record's own time is a field.
///
/// Two records of one series and one time share a point by chance with p = 1/(16 G), where G is the
/// clock's unit in nanoseconds: 1/16,000 with microseconds, 1/16,000,000 with milliseconds. n
/// records of a series that are spread evenly over a second make n²/2 pairs, each of which meets
/// with 1/(16 · 10⁹): a thousand records a second in one series lose one in 32 million. No scheme
/// without a tag of unbounded values excludes it, so that what meets is found and refused:
/// `InfluxDBPointRegister`.
struct InfluxDBPointTime: Hashable {
    /// How many values the tag `b` has: each multiplies the series of a busy measurement.
    static let bucketCount: UInt64 = 16
    /// The earliest and the latest time that InfluxDB takes, in nanoseconds since the epoch.
    static let range: ClosedRange<Int64> = (Int64.min + 2)...(Int64.max - 1)

    /// The point's time, in nanoseconds since the epoch.
    var nanoseconds: Int64
    /// The value of the tag `b`.
    var bucket: UInt8

    /// The point of a record of a time and an identity; nil where InfluxDB has no such time.
    init?(recordNanoseconds time: Int64, identity: UInt64) {
        guard Self.range.contains(time) else { return nil }
        // No time that is a multiple of a unit is so late that the rest of the unit isn't there,
        // but for the last one.
        let offset = Int64(identity % UInt64(Self.unit(of: time)))
        let (sum, overflows) = time.addingReportingOverflow(offset)
        guard !overflows, Self.range.contains(sum) else { return nil }
        nanoseconds = sum
        // Bits that the remainder hardly depends on.
        bucket = UInt8(identity >> 60)
    }

    /// The nanoseconds that a clock which showed this time counts by, at most a million.
    private static func unit(of time: Int64) -> Int64 {
        time % 1_000 != 0 ? 1 : time % 1_000_000 != 0 ? 1_000 : 1_000_000
    }
}
