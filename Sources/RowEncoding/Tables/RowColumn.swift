/// One column of a table: a member of the record, its name flattened with underscores.
public struct RowColumn: Hashable, Sendable {
    /// What a column holds.
    public enum Content: String, Hashable, Sendable {
        /// A text.
        case text
        /// A whole number, or a truth value as 0 or 1.
        case integer
        /// A number with decimals.
        case real
        /// A list or an object: JSON text.
        case json
    }

    /// The names of the members from the outermost to the column's, joined by underscores.
    public var name: String
    /// What it holds.
    public var content: Content

    /// A column.
    public init(_ name: String, _ content: Content) {
        self.name = name
        self.content = content
    }
}
