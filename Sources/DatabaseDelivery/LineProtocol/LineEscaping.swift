/// Which bytes a server of the line protocol wants escaped, and which it can't take.
public struct LineEscaping: Sendable {
    /// What becomes of one byte.
    enum Treatment: UInt8, Sendable {
        case plain
        /// A backslash comes before it.
        case escaped
        /// Another byte stands in its place.
        case replaced
    }

    /// The treatment of each byte of a tag's value, and of a text between quotes.
    let tag: [Treatment]
    let string: [Treatment]

    /// QuestDB: every byte has a form that reads back as it was.
    public static let questDB = LineEscaping(
        tagEscaped: " ,=\\\n\r", tagReplaced: "", stringEscaped: "\"\\\n", stringReplaced: "")

    /// InfluxDB: line breaks have no form, nor has a backslash at the end of a tag's value.
    ///
    /// Neither has one that stands before an escaped byte there. In tags all these become
    /// underscores, in texts spaces.
    public static let influxDB = LineEscaping(
        tagEscaped: " ,=", tagReplaced: "\n\r\\", stringEscaped: "\"\\", stringReplaced: "\n\r")

    private init(
        tagEscaped: String, tagReplaced: String, stringEscaped: String, stringReplaced: String
    ) {
        tag = Self.table(escaped: tagEscaped, replaced: tagReplaced)
        string = Self.table(escaped: stringEscaped, replaced: stringReplaced)
    }

    private static func table(escaped: String, replaced: String) -> [Treatment] {
        var table = [Treatment](repeating: .plain, count: 256)
        // By scalars: a carriage return and a line feed would be one character.
        for scalar in escaped.unicodeScalars { table[Int(scalar.value)] = .escaped }
        for scalar in replaced.unicodeScalars { table[Int(scalar.value)] = .replaced }
        return table
    }
}
