import NetworkModel
import Testing

@testable import AnomalyDetection

@Suite struct NumberTextTests {
    @Test func `whole numbers have commas between thousands`() {
        #expect(
            [0, 7, 999, 1000, 5120, 1_234_567].map(NumberText.grouped)
                == ["0", "7", "999", "1,000", "5,120", "1,234,567"])
    }

    @Test func `numbers have about three significant digits and no zeros at the end`() {
        #expect(
            [0, 25, 1402.4, 84.34, 1.1, 0.052, -3.5, 123_456.7].map(NumberText.significant)
                == ["0", "25", "1,402", "84.3", "1.1", "0.052", "-3.5", "123,457"])
        #expect(NumberText.significant(1e300) == "1e+300")
        #expect(NumberText.significant(.infinity) == "inf")
    }

    @Test func `percentages keep more digits where they matter`() {
        #expect(
            [0, 0.97, 0.04, 0.042, 0.9963, 0.99999, 1, 0.00052].map(NumberText.percent)
                == ["0 %", "97 %", "4 %", "4.2 %", "99.6 %", "99.9 %", "100 %", "0.052 %"])
    }

    @Test func `times are those of the day in UTC`() {
        func clock(_ nanoseconds: Int64) -> String {
            TimeText.clock(Timestamp(nanoseconds: nanoseconds))
        }
        #expect(clock(0) == "00:00:00")
        #expect(clock(1_700_000_000_000_000_000) == "22:13:20")
        #expect(clock(1_700_000_000_050_000_000) == "22:13:20.050")
        #expect(clock(-1_000_000_000) == "23:59:59")
        #expect(TimeText.duration(nanoseconds: 1_000_000_000) == "second")
        #expect(TimeText.duration(nanoseconds: 60_000_000_000) == "60 s")
        #expect(TimeText.duration(nanoseconds: 250_000_000) == "250 ms")
    }
}
