/// How much a message matters.
public enum LogLevel: Int, Comparable, Sendable {
    /// For whoever looks for a mistake in weir.
    case debug
    /// Something that happens once or rarely, such as a start.
    case information
    /// Something isn't as it should be; weir goes on.
    case warning
    /// Something failed.
    case error

    /// The word in the output.
    public var label: String {
        switch self {
        case .debug: "debug"
        case .information: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// By importance.
    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
