/// Why a database can't be written to, and what to do; waiting doesn't mend it.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure: a closed set, since it becomes a metric's label.
    public enum Code: String, CaseIterable, Sendable {
        /// The login isn't accepted, or may not write.
        case unauthorised
        /// There is no such database, bucket or interface.
        case notFound
        /// A table isn't as it must be.
        case schema
        /// Most rows of a batch were refused: the records and the table don't fit.
        case mostRowsRefused
        /// The group's offsets are of other topics than these.
        case foreignOffsets
        /// The server answers what no server of its kind does.
        case unexpectedAnswer
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, and what to do: one sentence.
    public var message: String
    /// What the server said.
    public var cause: String?

    /// An error.
    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message with its cause.
    public var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
