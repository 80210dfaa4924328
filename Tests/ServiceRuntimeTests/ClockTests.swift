import Foundation
import ServiceRuntime
import Testing

struct ClockTests {
    @Test func `times are written as RFC 3339 in UTC`() {
        #expect(WallClock.text(nanoseconds: 0) == "1970-01-01T00:00:00.000Z")
        #expect(WallClock.text(nanoseconds: 951_826_554_007_999_999) == "2000-02-29T12:15:54.007Z")
        #expect(WallClock.text(nanoseconds: -1) == "1969-12-31T23:59:59.999Z")
    }

    @Test func `the clocks run`() {
        let before = MonotonicClock.nanoseconds
        let seconds = Double(WallClock.nanoseconds) / 1e9
        #expect(abs(seconds - Date().timeIntervalSince1970) < 60)
        #expect(MonotonicClock.nanoseconds >= before)
    }
}
