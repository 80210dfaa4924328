import Testing

@testable import Sinks

struct EventHourTests {
    @Test(arguments: [
        (0, "date=1970-01-01/hour=00"), (-1, "date=1969-12-31/hour=23"),
        (3_599_999_999_999, "date=1970-01-01/hour=00"),
        (3_600_000_000_000, "date=1970-01-01/hour=01"),
        (1_714_564_800_000_000_001, "date=2024-05-01/hour=12"),
        (-86_400_000_000_000, "date=1969-12-31/hour=00"),
        (Int64.max, "date=2262-04-11/hour=23"), (Int64.min, "date=1677-09-21/hour=00"),
    ])
    func `an hour's folders are its date and its hour in UTC`(time: Int64, path: String) {
        let hour = EventHour(containing: time)
        #expect(hour.path == path)
        #expect(hour.endNanoseconds > time || time == .max)
    }
}
