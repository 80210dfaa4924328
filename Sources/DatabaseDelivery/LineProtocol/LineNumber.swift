import RowEncoding

extension LineProtocol {
    /// Appends a whole number as it stands in a record; false, and nothing appended, where it has
    /// decimals, doesn't fit, or is the one that QuestDB reads as NULL, `Int64.min`.
    public static func appendInteger(
        _ text: [UInt8], _ range: Range<Int>, to line: inout some LineOutput & ~Copyable
    ) -> Bool {
        // Eighteen characters always fit and are never that one.
        if range.count <= 18 {
            let first = text[range.lowerBound] == UInt8(ascii: "-") ? 1 : 0
            let digits = text.span
            for index in (range.lowerBound + first)..<range.upperBound
            where digits[index] &- 0x30 >= 10 { return false }
        } else {
            guard let number = JSONText.integer(text, range), number != .min else { return false }
        }
        line.append(copying: text.span, range)
        line.append(UInt8(ascii: "i"))
        return true
    }

    /// Appends a number with decimals as it stands in a record; false, and nothing appended, where
    /// it is too large for a double.
    public static func appendReal(
        _ text: [UInt8], _ range: Range<Int>, to line: inout some LineOutput & ~Copyable
    ) -> Bool {
        // Thirty digits without an exponent are finite, and every server reads them.
        if range.count <= 30, !hasExponent(text.span, range) {
            line.append(copying: text.span, range)
        } else {
            guard let number = JSONText.real(text, range) else { return false }
            appendReal(number, to: &line)
        }
        return true
    }

    private static func hasExponent(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where text[index] | 0x20 == UInt8(ascii: "e") { return true }
        return false
    }
}
