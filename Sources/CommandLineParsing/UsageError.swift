/// Why a command line or a configuration can't be used.
public struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Who has to change something.
    public enum Kind: Hashable, Sendable {
        /// Whoever typed the command line: exit code 64.
        case usage
        /// Whoever wrote the environment or the configuration file: exit code 78.
        case configuration
    }

    /// Who has to change something.
    public var kind: Kind
    /// What is wrong and what to do: one sentence.
    public var message: String
    /// The verb whose help says more, where one was recognised.
    public var verb: String?

    /// An error.
    public init(_ kind: Kind, _ message: String, verb: String? = nil) {
        self.kind = kind
        self.message = message
        self.verb = verb
    }

    /// The message.
    public var description: String { message }
}
