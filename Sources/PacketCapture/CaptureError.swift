/// Why a capture could not be opened or read on, and what to do.
public struct CaptureError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure: a closed set, since it becomes a metric's label.
    public enum Code: String, CaseIterable, Sendable {
        /// There is no such file.
        case notFound
        /// The file is neither pcap nor pcapng.
        case notACapture
        /// The packets begin with headers that weir doesn't decode.
        case unsupportedLinkType
        /// The file ends inside a record.
        case truncatedFile
        /// The system forbids it.
        case permission
        /// The filter expression makes no sense for this capture.
        case badFilter
        /// There is no such interface, or it went away.
        case noSuchInterface
        /// Anything else.
        case other
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, and what to do: one sentence.
    public var message: String
    /// What the library or the system below said.
    public var cause: String?
    /// The same call may succeed later.
    public var isRetriable: Bool
    /// The source is unusable: make a new one.
    public var isFatal: Bool

    /// An error; nearly all of a capture's are final.
    public init(
        _ code: Code, _ message: String, cause: String? = nil, isRetriable: Bool = false,
        isFatal: Bool = true
    ) {
        self.code = code
        self.message = message
        self.cause = cause
        self.isRetriable = isRetriable
        self.isFatal = isFatal
    }

    /// The message with its cause.
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
