/// Why a configuration file can't be used.
public struct ConfigurationFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, CaseIterable, Sendable {
        /// The file isn't there or can't be read.
        case unreadable
        /// The file, a list in it or a value in it is larger than a configuration can be.
        case tooLarge
        /// It isn't YAML.
        case syntax
        /// A key stands in it twice.
        case duplicateKey
        /// A key that nothing knows.
        case unknownKey
        /// A list or a mapping where it can't be, or a key without a value.
        case wrongKind
        /// It refers to an environment variable that isn't set, or refers to one wrongly.
        case expansion
    }

    /// The kind of failure.
    public var code: Code
    /// What is wrong, where, and what to do: one sentence.
    public var message: String
    /// What the library or the system below said.
    public var cause: String?
    /// The same call may succeed later.
    public var isRetriable: Bool { false }
    /// Nothing can go on without the file being changed.
    public var isFatal: Bool { true }

    /// An error.
    init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message with its cause.
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
