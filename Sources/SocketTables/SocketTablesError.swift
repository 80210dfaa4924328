import Glibc

/// Why a socket table couldn't be read, and what to do.
public struct SocketTablesError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure: a closed set, since it becomes a metric's label.
    public enum Code: String, CaseIterable, Sendable {
        /// There is no such table.
        case notFound
        /// The system forbids it.
        case permission
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
    public var isRetriable: Bool
    /// The tables are unusable.
    public var isFatal: Bool

    /// The error of a system call on a table's file.
    init(path: String, errorNumber: Int32) {
        // The text is copied at once; it is a constant of the C library for numbers that it knows.
        cause = unsafe String(cString: strerror(errorNumber))
        switch errorNumber {
        case ENOENT:
            code = .notFound
            message =
                "there is no \(path), where Linux lists sockets: --ports needs Linux with /proc"
        case EACCES, EPERM:
            code = .permission
            message = "\(path) can't be read: weir needs to see /proc/net of the machine"
        default:
            code = .other
            message = "\(path) can't be read"
        }
        isRetriable = code == .other
        isFatal = code != .other
    }

    /// The message with its cause.
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
