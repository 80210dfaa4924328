/// Where in a record's text the value of a column stands, and what it is.
public struct RowCell: Sendable {
    /// What stands there.
    public enum Kind: UInt8, Sendable {
        /// The record has no such member, or it is null.
        case absent
        /// A number.
        case number
        /// `true` or `false`.
        case truth
        /// A string without escapes; the range leaves out the quotes.
        case plainString
        /// A string with escapes; the range leaves out the quotes.
        case escapedString
        /// A list.
        case array
        /// An object.
        case object
    }

    /// What stands there.
    public var kind = Kind.absent
    /// Where it stands in the record's value, in bytes.
    public var range = 0..<0

    /// The cell of a member that isn't there.
    public init() {}

    /// The cell of a member.
    init(kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}
