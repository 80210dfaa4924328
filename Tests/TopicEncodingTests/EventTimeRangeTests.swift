import NetworkModel
import Testing
import TopicEncoding

struct EventTimeRangeTests {
    @Test func `a range is written as two numbers and read back`() {
        let range = EventTimeRange(first: .distantPast, last: Timestamp(nanoseconds: 17))
        #expect(range.headerValue == Array("-9223372036854775808/17".utf8))
        #expect(EventTimeRange(headerValue: range.headerValue) == range)
    }

    @Test(arguments: ["", "1", "1/", "/2", "1/2/3", "a/b", "1/99999999999999999999"])
    func `anything else is no range`(_ text: String) {
        #expect(EventTimeRange(headerValue: Array(text.utf8)) == nil)
    }
}
