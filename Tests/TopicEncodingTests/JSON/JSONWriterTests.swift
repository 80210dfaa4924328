import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import TopicEncoding

struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(capacity: 1)
        write(&writer)
        return String(decoding: writer.takeBytes(), as: UTF8.self)
    }

    @Test func `commas stand between members and values only`() {
        let json = text {
            $0.beginObject()
            $0.member("a", UInt64(1))
            $0.beginArray("b")
            $0.beginObject()
            $0.endObject()
            $0.value(UInt64(2))
            $0.value("x")
            $0.endArray()
            $0.beginObject("c")
            $0.member("d", true)
            $0.endObject()
            $0.namePrefix = "p_"
            $0.member("e", false)
            $0.endObject()
        }
        #expect(json == #"{"a":1,"b":[{},2,"x"],"c":{"d":true},"p_e":false}"#)
    }

    @Test func `a writer that has been emptied starts anew`() {
        var writer = JSONWriter()
        writer.value(UInt64(1))
        #expect(writer.takeBytes() == Array("1".utf8))
        writer.value(UInt64(2))
        #expect(writer.takeBytes() == Array("2".utf8))
    }

    @Test(
        arguments: [
            (0, "0"), (7, "7"), (10, "10"), (99, "99"), (100, "100"), (UInt64.max, "\(UInt64.max)"),
            (10_000_000_000_000_000_000, "10000000000000000000"),
            (9_999_999_999_999_999_999, "9999999999999999999"),
        ] as [(UInt64, String)])
    func `whole numbers are written digit by digit`(_ number: UInt64, _ expected: String) {
        #expect(text { $0.value(number) } == expected)
    }

    @Test func `whole numbers of any size are those of the standard library`() {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        for _ in 0..<2000 {
            let number = random.count()
            #expect(text { $0.value(number) } == number.description, "seed \(seed)")
            let signed = Int64(bitPattern: random.generator.next())
            #expect(text { $0.value(signed) } == signed.description, "seed \(seed)")
        }
        #expect(text { $0.value(Int64.min) } == Int64.min.description)
    }

    @Test(
        arguments: [
            (0, "0"), (1, "0.001"), (1000, "1"), (1500, "1.5"), (-1, "-0.001"), (-12_340, "-12.34"),
            (Int64.min, "-9223372036854775.808"),
        ] as [(Int64, String)])
    func `microseconds keep their nanoseconds`(_ nanoseconds: Int64, _ expected: String) {
        #expect(text { $0.member("t", microsecondsOf: nanoseconds) } == #""t":\#(expected)"#)
    }

    @Test(arguments: [
        (0.0, 3, "0"), (-0.0, 3, "0"), (1.0 / 3, 3, "0.333"), (2.0 / 3, 6, "0.666667"),
        (0.0004, 3, "0"), (-0.0004, 3, "0"), (-0.5, 3, "-0.5"), (1234.5, 3, "1234.5"),
        (1e15, 6, "1000000000000000"), (1e16, 6, "1e+16"), (1e300, 3, "1e+300"), (0.9999, 3, "1"),
    ])
    func `doubles are rounded to their decimals`(
        _ number: Double, _ decimals: Int, _ expected: String
    ) {
        #expect(text { $0.member("d", number, decimals: decimals) } == #""d":\#(expected)"#)
    }

    @Test(
        arguments: [
            (0.1, "0.1"), (100.0, "100"), (1e-5, "1e-05"),
            (.leastNormalMagnitude, "2.2250738585072014e-308"), (1.0 / 3, nil),
        ] as [(Double, String?)])
    func `other doubles have the digits that read back the same`(
        _ number: Double, _ expected: String?
    ) {
        let json = text { $0.member("d", number) }
        if let expected { #expect(json == #""d":\#(expected)"#) }
        // Foundation's reader of JSON is off by a digit at times; the standard library's isn't.
        #expect(Double(json.dropFirst(4)) == number)
    }

    @Test func `any double reads back the same`() {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        for _ in 0..<2000 {
            let number = random.double()
            let json = text { $0.member("d", number) }
            #expect(Double(json.dropFirst(4)) == (number.isFinite ? number : nil), "seed \(seed)")
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
    func `what is no number is left out`(_ number: Double) {
        #expect(text { $0.member("d", number) }.isEmpty)
        #expect(text { $0.member("d", number, decimals: 3) }.isEmpty)
    }

    @Test func `texts come back as they were`() throws {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        for _ in 0..<500 {
            var original = "\"\\/\u{0}\u{1f}\u{7f}\n\r\t\u{8}é€😀\u{2028}"
            for _ in 0..<random.number(0...40) {
                let scalar = Unicode.Scalar(random.number(UInt32(0)...0x10ffff))
                original.unicodeScalars.append(scalar ?? " ")
            }
            let json = text {
                $0.beginObject()
                $0.key(text: original)
                $0.value(original)
                $0.endObject()
            }
            let object = try parsed(Array(json.utf8)) as? [String: String]
            #expect(object == [original: original], "seed \(seed)")
        }
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"),
            (1, "1970-01-01T00:00:00.000000001Z"),
            (-1, "1969-12-31T23:59:59.999999999Z"),
            (1_000, "1970-01-01T00:00:00.000001Z"),
            (951_782_400_123_456_000, "2000-02-29T00:00:00.123456Z"),
            (4_107_542_399_000_000_000, "2100-02-28T23:59:59.000000Z"),
            (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000Z"),
            (Int64.max, "2262-04-11T23:47:16.854775807Z"),
            (Int64.min, "1677-09-21T00:12:43.145224192Z"),
        ] as [(Int64, String)])
    func `times are RFC 3339 with six or nine decimals`(_ time: Int64, _ expected: String) {
        #expect(
            text { $0.member("t", Timestamp(nanoseconds: time)) } == #""t":"\#(expected)""#)
    }

    @Test func `dates are those of Foundation`() {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        let formatter = ISO8601DateFormatter()
        for _ in 0..<1000 {
            // Foundation switches to the Julian calendar before 1582, which no time reaches.
            let seconds = random.number(Int64(-9_000_000_000)...9_000_000_000)
            let date = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            let json = text { $0.member("t", Timestamp(nanoseconds: seconds * 1_000_000_000)) }
            #expect(json == #""t":"\#(date.dropLast()).000000Z""#, "seed \(seed)")
        }
    }

    @Test func `addresses and identifiers are their descriptions`() {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        for _ in 0..<3000 {
            let address = random.address(random.isOneIn(3) ? .v4 : .v6)
            #expect(text { $0.member("a", address) } == #""a":"\#(address)""#, "seed \(seed)")
        }
        for _ in 0..<100 {
            let uid = FlowIdentifier(high: random.generator.next(), low: random.count())
            #expect(text { $0.member("u", uid) } == #""u":"\#(uid)""#, "seed \(seed)")
            let session = SessionIdentifier(rawValue: random.count())
            #expect(text { $0.member("s", session) } == #""s":"\#(session)""#, "seed \(seed)")
        }
    }

    @Test func `flags are two hexadecimal digits`() {
        #expect(text { $0.member("f", TCPFlags(rawValue: 0x1b)) } == #""f":"1b""#)
        #expect(text { $0.member("f", TCPFlags()) } == #""f":"00""#)
    }
}
