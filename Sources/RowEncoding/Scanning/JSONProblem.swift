/// Why a text isn't a JSON object, with the byte where that shows.
public struct JSONProblem: Error {
    /// What is wrong.
    public enum Kind: String, Sendable {
        /// A byte that can't stand there.
        case unexpectedByte = "an unexpected byte"
        /// The text is cut off.
        case unexpectedEnd = "it ends too early"
        /// More levels than records have.
        case tooDeep = "it is nested too deep"
        /// Bytes that are no text.
        case notUTF8 = "it isn't UTF-8"
    }

    /// What is wrong.
    public var kind: Kind
    /// Where that shows, in bytes from the beginning.
    public var byte: Int
}
