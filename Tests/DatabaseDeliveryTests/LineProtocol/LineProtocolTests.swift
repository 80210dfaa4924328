import DatabaseDelivery
import TestSupport
import Testing

/// The parts of a line, byte for byte as the servers' documents say them.
struct LineProtocolTests {
    private func written(_ append: (inout [UInt8]) -> Void) -> String {
        var line: [UInt8] = []
        append(&line)
        return String(decoding: line, as: UTF8.self)
    }

    private func tag(_ text: String, _ escaping: LineEscaping) -> String {
        let bytes = Array(text.utf8)
        return written { LineProtocol.appendTag(bytes, bytes.indices, escaping, to: &$0) }
    }

    private func string(_ text: String, _ escaping: LineEscaping) -> String {
        let bytes = Array(text.utf8)
        return written { LineProtocol.appendString(bytes, bytes.indices, escaping, to: &$0) }
    }

    @Test func `a name is written with its spaces, commas and equals signs escaped`() {
        #expect(LineProtocol.name("a b,c=d") == Array("a\\ b\\,c\\=d".utf8))
    }

    @Test func `a tag of QuestDB escapes what would end it, and keeps every byte`() {
        #expect(tag("plain", .questDB) == "plain")
        #expect(tag(" a b,c=d\\e\"é\n\r\\", .questDB) == "\\ a\\ b\\,c\\=d\\\\e\"é\\\n\\\r\\\\")
        #expect(tag("a\r\nb", .questDB) == "a\\\r\\\nb")
    }

    @Test func `a tag of InfluxDB has underscores for what has no form`() {
        #expect(tag(" a b,c=d\\e\"é\n\r\\", .influxDB) == "\\ a\\ b\\,c\\=d_e\"é___")
    }

    @Test func `a text escapes quotes and backslashes, and line feeds where the server wants it`() {
        #expect(string("", .questDB) == "\"\"")
        #expect(string("a b,c=d\\\"\n", .questDB) == "\"a b,c=d\\\\\\\"\\\n\"")
        #expect(string("a b,c=d\\\"\n\r", .influxDB) == "\"a b,c=d\\\\\\\"  \"")
    }

    @Test func `a part of a text is written without the rest`() {
        let text = Array("xx a,b yy".utf8)
        let line = written { LineProtocol.appendTag(text, 3..<6, .questDB, to: &$0) }
        #expect(line == "a\\,b")
    }

    @Test func `whole numbers are written with their mark, to the ends of their range`() {
        for number in [0, 7, -7, 10, 1_234_567_890, Int64.max, Int64.min] {
            #expect(written { LineProtocol.appendInteger(number, to: &$0) } == "\(number)i")
        }
    }

    @Test func `numbers with decimals read back as the same`() {
        for number in [
            0, -0.5, 1, 1e15, 1e308, -1.7976931348623157e308, Double.leastNonzeroMagnitude, 0.1,
            123.456,
        ] {
            let text = written { LineProtocol.appendReal(number, to: &$0) }
            #expect(Double(text) == number, "\(text)")
        }
    }

    @Test func `a time ends the line`() {
        #expect(
            written { LineProtocol.appendTime(1_700_000_000_123_456_789, to: &$0) }
                == " 1700000000123456789\n")
    }

    @Test func `a record's whole number is copied, and refused where it isn't one that fits`() {
        func copied(_ text: String) -> String? {
            let bytes = Array(text.utf8)
            var line: [UInt8] = []
            let isWritten = LineProtocol.appendInteger(bytes, bytes.indices, to: &line)
            #expect(isWritten || line.isEmpty)
            return isWritten ? String(decoding: line, as: UTF8.self) : nil
        }
        for number in [0, -1, 42, 999_999_999_999_999_999, Int64.max, .min + 1] {
            #expect(copied("\(number)") == "\(number)i")
        }
        let refused = [
            "1.5", "1e3", "-1.0", "9223372036854775808", "-9223372036854775808",
            "-9223372036854775809", "99999999999999999999999999", "", "-", "--1", "1-", "x",
            "-x234567890123456789",
        ]
        for text in refused { #expect(copied(text) == nil, "\(text)") }
    }

    @Test func `a record's number with decimals keeps its value, and is refused beyond a double`() {
        func copied(_ text: String) -> Double? {
            let bytes = Array(text.utf8)
            var line: [UInt8] = []
            let isWritten = LineProtocol.appendReal(bytes, bytes.indices, to: &line)
            #expect(isWritten || line.isEmpty)
            return isWritten ? Double(String(decoding: line, as: UTF8.self)) : nil
        }
        for text in ["0", "-0.5", "12.25", "1e-15", "1E+300", "-2.5e-400", "0.4970326409495549"] {
            #expect(copied(text) == Double(text), "\(text)")
        }
        #expect(copied(String(repeating: "9", count: 300)) == 1e300)
        for text in ["1e309", "-1e999", String(repeating: "9", count: 400)] {
            #expect(copied(text) == nil, "\(text)")
        }
    }

    @Test func `random numbers of a record read back as the same`() {
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        for _ in 0..<2000 {
            let real = Double(bitPattern: generator.next())
            guard real.isFinite else { continue }
            let bytes = Array("\(real)".utf8)
            var line: [UInt8] = []
            #expect(LineProtocol.appendReal(bytes, bytes.indices, to: &line))
            let text = String(decoding: line, as: UTF8.self)
            #expect(Double(text) == real, "seed \(TestEnvironment.seed): \(real) as \(text)")
        }
    }
}
