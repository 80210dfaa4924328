import RowEncoding

extension LineProtocol {
    /// Appends a whole number as it stands in a record; false, and nothing appended, where it has
    /// decimals, doesn't fit, or is the one that QuestDB reads as NULL, `Int64.min`.
    public static func appendInteger(
        _ text: Span<UInt8>, _ range: Range<Int>, to line: inout some LineOutput & ~Copyable
    ) -> Bool {
        // Eighteen characters always fit and are never that one.
        if range.count <= 18 {
            var place = range.lowerBound
            if !range.isEmpty, text[place] == UInt8(ascii: "-") { place += 1 }
            // Some columns are read from texts, which may be anything.
            guard place < range.upperBound else { return false }
            for index in place..<range.upperBound where text[index] &- 0x30 >= 10 { return false }
        } else {
            let copy = bytes(text, range)
            guard let number = JSONText.integer(copy, copy.indices), number != .min else {
                return false
            }
        }
        line.append(copying: text, range)
        line.append(UInt8(ascii: "i"))
        return true
    }

    /// Appends a number with decimals as it stands in a record; false, and nothing appended, where
    /// it is too large for a double.
    public static func appendReal(
        _ text: Span<UInt8>, _ range: Range<Int>, to line: inout some LineOutput & ~Copyable
    ) -> Bool {
        // Thirty digits without an exponent are finite, and every server reads them.
        if range.count <= 30, !hasExponent(text, range) {
            line.append(copying: text, range)
        } else {
            let copy = bytes(text, range)
            guard let number = JSONText.real(copy, copy.indices) else { return false }
            appendReal(number, to: &line)
        }
        return true
    }

    /// A copy, for the numbers that few records have.
    private static func bytes(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(copying: text, range)
        return bytes
    }

    private static func hasExponent(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where text[index] | 0x20 == UInt8(ascii: "e") { return true }
        return false
    }
}
