import Testing

@testable import RowEncoding

struct ExportTextTests {
    private func text(_ put: (inout ExportText) -> Void) -> String {
        var field = ExportText()
        put(&field)
        return String(decoding: field.bytes, as: UTF8.self)
    }

    @Test func `doubles are written as Java does`() {
        let numbers = [
            (0.0, "0.0"), (1, "1.0"), (881, "881.0"), (0.001, "0.001"), (0.00012, "1.2E-4"),
            (9_999_999, "9999999.0"), (10_000_000, "1.0E7"), (12_345_678.5, "1.23456785E7"),
            (-12_345_678.5, "-1.23456785E7"), (1e300, "1.0E300"), (1.5e-7, "1.5E-7"),
            (285_692_307.6923077, "2.856923076923077E8"),
        ]
        for (number, wanted) in numbers {
            #expect(text { $0.putJava(number) } == wanted)
        }
    }

    @Test func `fixed decimals are rounded and padded as C does`() {
        let numbers = [
            (0.0, "0.000000"), (6_439_342_000, "6439342000.000000"), (160.59835, "160.598350"),
            (0.9999999, "1.000000"), (-2.5, "-2.500000"), (-0.0000001, "0.000000"),
        ]
        for (number, wanted) in numbers {
            #expect(text { $0.putFixed(number, decimals: 6) } == wanted)
        }
    }

    @Test func `seconds have six decimals`() {
        let times: [(Int64, String)] = [
            (0, "0.000000"), (1_714_564_800_000_250_000, "1714564800.000250"),
            (499, "0.000000"), (500, "0.000001"), (-1_500_000_000, "-1.500000"),
        ]
        for (time, wanted) in times {
            #expect(text { $0.putSeconds(ofNanoseconds: time) } == wanted)
        }
    }

    @Test func `times are read to the nanosecond`() {
        let times: [(String, Int64?)] = [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000000001Z", 1),
            ("2024-02-29T23:59:59.5Z", 1_709_251_199_500_000_000),
            ("1969-12-31T23:59:59.000000Z", -1_000_000_000),
            ("2024-05-01T12:00:00.000001", nil), ("2024-13-01T12:00:00Z", nil), ("Z", nil),
            ("0000-01-01T00:00:00Z", nil), ("9999-01-01T00:00:00Z", nil),
            ("2023-02-29T00:00:00Z", nil), ("2024-02-30T00:00:00Z", nil),
            ("1900-02-29T00:00:00Z", nil), ("2000-02-29T00:00:00Z", 951_782_400_000_000_000),
            ("2024-04-31T00:00:00Z", nil), ("2024-12-31T00:00:00Z", 1_735_603_200_000_000_000),
            ("2024-12-32T00:00:00Z", nil), ("2024-12-00T00:00:00Z", nil),
        ]
        for (time, wanted) in times {
            #expect(RFC3339Time.nanoseconds(Array(time.utf8)[...]) == wanted, "\(time)")
        }
    }

    @Test func `every day has its date`() {
        var month: Int64 = 0
        for days in Int64(-800)..<30_000 {
            let date = RFC3339Time.date(daysSinceEpoch: days)
            let text = [date.year, date.month, date.day].map { number in
                let digits = String(number)
                return digits.count < 2 ? "0\(digits)" : digits
            }.joined(separator: "-")
            let time = RFC3339Time.nanoseconds(Array("\(text)T00:00:00Z".utf8)[...])
            #expect(time == days * 86_400_000_000_000)
            if date.month != month { #expect(date.day == 1 || month == 0) }
            month = date.month
        }
    }

    @Test func `private networks are those that IANA keeps from routing`() {
        for address in [
            "10.1.2.3", "172.31.255.255", "192.168.0.1", "127.0.0.1", "0.0.0.0",
            "255.255.255.255", "100.64.0.1", "fe80::1", "fd00::1", "::", "::1",
            "2002:a00:1::", "2001:0:4137:9e50:8000:f12a:b9c8:2815",
        ] {
            #expect(PrivateNetworks.contain(address) == true, "\(address)")
        }
        for address in [
            "8.8.8.8", "172.32.0.1", "23.0.0.2", "224.0.0.251", "2001:4860:4860::8888", "ff02::1",
            "2002:808:808::",
        ] {
            #expect(PrivateNetworks.contain(address) == false, "\(address)")
        }
        for text in ["", "x", "1.2.3", "::g"] { #expect(PrivateNetworks.contain(text) == nil) }
    }
}
