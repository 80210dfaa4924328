import CommandLineParsing
import Testing

struct PointInTimeTests {
    @Test(arguments: [
        ("0", 0), ("1700000000", 1_700_000_000_000_000_000),
        ("1700000000.000000001", 1_700_000_000_000_000_001),
        ("1970-01-02", 86_400_000_000_000),
        ("1970-01-01T00:00:01Z", 1_000_000_000),
        ("1970-01-01 00:00:01Z", 1_000_000_000),
        ("1970-01-01T00:00:01.5Z", 1_500_000_000),
        ("2024-02-29T23:59:59.123456789Z", 1_709_251_199_123_456_789),
        ("1969-12-31T23:59:59.75Z", -250_000_000),
    ])
    func `a time is read to the nanosecond`(text: String, nanoseconds: Int64) {
        #expect(PointInTime(text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        "", "now", "begin", "end", "-1", "1e9", "2024-05-01T12:00:00", "2024-05-01T12:00:00.Z",
        "2024-05-01T12:00:00.1234567890Z", "2024-05-01T12:00:00.1+02:00", "2023-02-29",
        "9999-01-01T00:00:00Z", "99999999999999", "2024-05-01.5Z",
    ])
    func `anything else is refused`(text: String) {
        #expect(PointInTime(text) == nil)
    }
}
