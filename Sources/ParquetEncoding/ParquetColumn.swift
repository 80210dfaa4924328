/// One column of a file.
public struct ParquetColumn: Hashable, Sendable {
    /// What a column's values are.
    public enum Content: String, Hashable, Sendable {
        /// UTF-8 text.
        case text
        /// UTF-8 text that is JSON.
        case json
        /// A whole number of 64 bits with a sign.
        case integer
        /// A double.
        case real
        /// True or false.
        case truth
        /// A point of time in UTC: microseconds since the epoch.
        case time
    }

    /// How often a value is there in a row.
    public enum Repetition: String, Hashable, Sendable {
        /// Once in each row.
        case required
        /// Once or not at all.
        case optional
        /// A list, or none; its elements may be missing too.
        case list
    }

    /// The column's name.
    public var name: String
    /// What its values are.
    public var content: Content
    /// How often a value is there.
    public var repetition: Repetition

    /// A column.
    public init(_ name: String, _ content: Content, _ repetition: Repetition = .optional) {
        self.name = name
        self.content = content
        self.repetition = repetition
    }

    /// The level that says that a value is there; lower ones say what is missing.
    var maximumDefinition: UInt8 {
        switch repetition {
        case .required: 0
        case .optional: 1
        case .list: 3
        }
    }

    var isText: Bool { content == .text || content == .json }

    /// The names from the outermost to the values'.
    var path: [String] { repetition == .list ? [name, "list", "element"] : [name] }
}
