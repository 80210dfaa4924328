/// Writes the parts of a line of the line protocol that InfluxDB and QuestDB read:
/// `table,tag=value field=value,field=value time`.
///
/// Appends to the caller's bytes and makes no strings. Names go through `name` once, when the
/// columns are known, not once a row.
public enum LineProtocol {
    /// The bytes of a table's, tag's or field's name, escaped as both servers want it.
    public static func name(_ name: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            let isSpecial =
                byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "=")
            if isSpecial { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return bytes
    }

    /// Appends a tag's value; the text mustn't be empty, since no server takes an empty tag.
    public static func appendTag(
        _ text: Span<UInt8>, _ range: Range<Int>, _ escaping: LineEscaping,
        to line: inout some LineOutput & ~Copyable
    ) {
        append(text, range, escaping.tag, replacement: UInt8(ascii: "_"), to: &line)
    }

    /// Appends a text between quotes.
    public static func appendString(
        _ text: Span<UInt8>, _ range: Range<Int>, _ escaping: LineEscaping,
        to line: inout some LineOutput & ~Copyable
    ) {
        line.append(UInt8(ascii: "\""))
        append(text, range, escaping.string, replacement: UInt8(ascii: " "), to: &line)
        line.append(UInt8(ascii: "\""))
    }

    /// Appends a whole number.
    public static func appendInteger(_ number: Int64, to line: inout some LineOutput & ~Copyable) {
        appendDigits(number, to: &line)
        line.append(UInt8(ascii: "i"))
    }

    /// Appends a number with decimals; it must be finite, since no server takes another.
    public static func appendReal(_ number: Double, to line: inout some LineOutput & ~Copyable) {
        precondition(number.isFinite, "A number of a line must be finite.")
        if number.magnitude < 1e15, number == number.rounded(.towardZero) {
            appendDigits(Int64(number), to: &line)
        } else {
            for byte in number.description.utf8 { line.append(byte) }
        }
    }

    /// Appends a truth value.
    public static func appendTruth(_ isTrue: Bool, to line: inout some LineOutput & ~Copyable) {
        line.append(isTrue ? UInt8(ascii: "t") : UInt8(ascii: "f"))
    }

    /// Appends the time that ends a line, and the line feed.
    public static func appendTime(_ time: Int64, to line: inout some LineOutput & ~Copyable) {
        line.append(UInt8(ascii: " "))
        appendDigits(time, to: &line)
        line.append(UInt8(ascii: "\n"))
    }

    /// Appends a whole number without the mark that makes it one.
    public static func appendDigits(
        _ number: Int64, to line: inout some LineOutput & ~Copyable
    ) {
        if number < 0 { line.append(UInt8(ascii: "-")) }
        // 2^63 has nineteen digits; behind them is what a row's room copies as a block with them.
        let end = 20
        var digits = InlineArray<52, UInt8>(repeating: 0)
        var start = end
        var rest = number.magnitude
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        line.append(copying: digits.span, start..<end)
    }

    /// Whether a tag's value goes into a line as it is, whoever reads it: no control character,
    /// space, comma, equals sign or backslash is in it.
    static func isPlainTag(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range {
            let byte = text[index]
            if byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",")
                || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "\\")
            {
                return false
            }
        }
        return true
    }

    /// Appends bytes, whole stretches of them where nothing is to be treated.
    private static func append(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ treatments: [LineEscaping.Treatment],
        replacement: UInt8, to line: inout some LineOutput & ~Copyable
    ) {
        let treatments = treatments.span
        var start = range.lowerBound
        for index in range where treatments[Int(bytes[index])] != .plain {
            line.append(copying: bytes, start..<index)
            if treatments[Int(bytes[index])] == .escaped {
                line.append(UInt8(ascii: "\\"))
                line.append(bytes[index])
            } else {
                line.append(replacement)
            }
            start = index + 1
        }
        line.append(copying: bytes, start..<range.upperBound)
    }
}
