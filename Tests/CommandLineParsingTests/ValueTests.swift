import CommandLineParsing
import Testing

struct ValueTests {
    @Test func `seconds become nanoseconds without rounding`() {
        #expect(DecimalSeconds.nanoseconds("10") == 10_000_000_000)
        #expect(DecimalSeconds.nanoseconds("0.1") == 100_000_000)
        #expect(DecimalSeconds.nanoseconds("1.000000001") == 1_000_000_001)
        #expect(DecimalSeconds.nanoseconds("9223372036.854775807") == Int64.max)
        for wrong in [
            "", ".", "1.", ".5", "1.0000000001", "-1", "+1", "1e3", " 1", "1s",
            "9223372036.854775808",
            "9223372037", "99999999999999999999", "1.2.3", "inf",
        ] {
            #expect(DecimalSeconds.nanoseconds(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `start positions are words or times in UTC`() {
        #expect(StartPosition("begin") == .begin)
        #expect(StartPosition("end") == .end)
        #expect(StartPosition("1970-01-01T00:00:00Z") == .time(milliseconds: 0))
        #expect(StartPosition("2000-02-29") == .time(milliseconds: 951_782_400_000))
        #expect(
            StartPosition("2024-05-01T12:34:56.7Z") == .time(milliseconds: 1_714_566_896_700))
        #expect(
            StartPosition("2024-05-01 12:34:56.789123456Z")
                == .time(milliseconds: 1_714_566_896_789))
        #expect(StartPosition("1969-12-31T23:59:59.999Z") == .time(milliseconds: -1))
        for wrong in [
            "", "now", "2024-13-01", "2024-00-01", "2023-02-29", "1900-02-29", "2024-05-32",
            "2024-05-01T12:34:56", "2024-05-01T24:00:00Z", "2024-05-01T12:34:56.Z",
            "2024-05-01T12:34:56+02:00", "2024-05-01T12:34Z", "20240501",
        ] {
            #expect(StartPosition(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `lists of choices have no unknown, repeated or empty word`() {
        let kind = ValueKind.choices(["meter", "detect"])
        #expect(kind.complaint(about: "meter") == nil)
        #expect(kind.complaint(about: "detect,meter") == nil)
        for wrong in ["", "meter,", "meter,meter", "metre", "meter, detect"] {
            #expect(kind.complaint(about: wrong) != nil, "\(wrong)")
        }
    }

    @Test func `numbers have decimals or exponents and lie in their range`() {
        let kind = ValueKind.number(1e-12...0.01)
        for right in ["0.0001", "1e-4", "1E-12", "0.01", "+0.001"] {
            #expect(kind.complaint(about: right) == nil, "\(right)")
        }
        for wrong in ["", "0", "-1e-4", "0.011", "1e-13", "inf", "nan", "0x1p-9", "1e-4 ", "1%"] {
            #expect(kind.complaint(about: wrong) != nil, "\(wrong)")
        }
    }

    @Test func `names have letters, digits and three signs, and an end`() {
        let kind = ValueKind.name(maximum: 8)
        for right in ["a", "host-1", "A.b_9", "12345678"] {
            #expect(kind.complaint(about: right) == nil, "\(right)")
        }
        for wrong in ["", "123456789", "a b", "a/b", "é", "a;b", "a\u{0}"] {
            #expect(kind.complaint(about: wrong) != nil, "\(wrong)")
        }
    }

    @Test func `suggestions are near, or there is none`() {
        let known = ["partitions", "window", "bus", "sink"]
        #expect(Suggestion.nearest(to: "partitons", among: known) == "partitions")
        #expect(Suggestion.nearest(to: "PARTITIONS", among: known) == "partitions")
        #expect(Suggestion.nearest(to: "snik", among: known) == "sink")
        #expect(Suggestion.nearest(to: "bsu", among: known) == "bus")
        #expect(Suggestion.nearest(to: "widnow", among: known) == "window")
        #expect(Suggestion.nearest(to: "xyz", among: known) == nil)
        #expect(Suggestion.nearest(to: "", among: known) == nil)
        #expect(Suggestion.nearest(to: String(repeating: "a", count: 99), among: known) == nil)
    }
}
