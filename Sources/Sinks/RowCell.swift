/// Where in a record's text the value of a column stands, and what it is.
struct RowCell {
    enum Kind: UInt8 {
        /// The record has no such member, or it is null.
        case absent
        case number
        case truth
        /// A string without escapes; the range leaves out the quotes.
        case plainString
        /// A string with escapes; the range leaves out the quotes.
        case escapedString
        case array
        case object
    }

    var kind = Kind.absent
    var range = 0..<0
}
