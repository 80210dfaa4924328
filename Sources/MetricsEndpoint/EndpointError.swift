/// Why an endpoint can't listen.
public struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, CaseIterable, Sendable {
        /// The address isn't one, or isn't this machine's.
        case badAddress
        /// Somebody else listens there.
        case addressInUse
        /// The port may not be used by this user.
        case notAllowed
        /// Anything else.
        case other
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, and what to do: one sentence.
    public var message: String
    /// What the system said.
    public var cause: String?
    /// The same call may succeed later.
    public var isRetriable: Bool { code == .addressInUse }
    /// There is no endpoint after it.
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
