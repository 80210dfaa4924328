// The same for texts in arrays, of which a property of a class can't lend a span.
extension LineProtocol {
    /// Appends a tag's value; the text mustn't be empty, since no server takes an empty tag.
    public static func appendTag(
        _ text: [UInt8], _ range: Range<Int>, _ escaping: LineEscaping,
        to line: inout some LineOutput & ~Copyable
    ) {
        appendTag(text.span, range, escaping, to: &line)
    }

    /// Appends a text between quotes.
    public static func appendString(
        _ text: [UInt8], _ range: Range<Int>, _ escaping: LineEscaping,
        to line: inout some LineOutput & ~Copyable
    ) {
        appendString(text.span, range, escaping, to: &line)
    }

    /// Appends a whole number as it stands in a record; false, and nothing appended, where it
    /// can't be one of a database.
    public static func appendInteger(
        _ text: [UInt8], _ range: Range<Int>, to line: inout some LineOutput & ~Copyable
    ) -> Bool {
        appendInteger(text.span, range, to: &line)
    }

    /// Appends a number with decimals as it stands in a record; false, and nothing appended, where
    /// it is too large for a double.
    public static func appendReal(
        _ text: [UInt8], _ range: Range<Int>, to line: inout some LineOutput & ~Copyable
    ) -> Bool {
        appendReal(text.span, range, to: &line)
    }
}
