/// Why something can't be decompressed, and what to do.
public struct CompressionError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, CaseIterable, Sendable {
        /// The file can't be opened.
        case unavailable
        /// It isn't what the compressor wrote.
        case damaged
        /// It holds more than the caller takes.
        case tooLarge
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, and what to do: one sentence.
    public var message: String
    /// What the system or the library below said.
    public var cause: String?
    /// The system's number of the error, where the system refused.
    public var systemNumber: Int32?
    /// The same call may succeed later.
    public let isRetriable = false
    /// The reader is unusable.
    public let isFatal = false

    /// An error.
    init(_ code: Code, _ message: String, cause: String? = nil, systemNumber: Int32? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.systemNumber = systemNumber
    }

    /// The message with its cause.
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
