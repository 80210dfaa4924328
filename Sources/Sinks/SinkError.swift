public import RowEncoding
public import SQLiteStorage

/// Why a sink could not do what was asked, and what to do.
public struct SinkError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure: a closed set, since it becomes a metric's label.
    public enum Code: String, CaseIterable, Sendable {
        /// The address makes no sense.
        case configuration
        /// What is there wasn't written by this sink, or from another bus.
        case foreign
        /// Another process has it open.
        case inUse
        /// It isn't what the sink left behind.
        case corrupt
        /// The disk is full.
        case full
        /// It can't be opened, read or written.
        case unavailable
        /// The record can't be a row: it belongs to the dead letters.
        case badRecord
        /// The call isn't allowed now: the caller is wrong.
        case invalidState
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, and what to do: one sentence.
    public var message: String
    /// What the system or the library below said.
    public var cause: String?
    /// The same call may succeed later.
    public var isRetriable: Bool
    /// The sink is unusable.
    public var isFatal: Bool

    /// An error.
    public init(
        _ code: Code, _ message: String, cause: String? = nil, isRetriable: Bool = false,
        isFatal: Bool = false
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

    /// A record that can't be a row.
    public init(_ error: RowError) {
        self.init(.badRecord, error.message)
    }

    /// What a database's error means for a sink.
    public init(_ error: SQLiteError) {
        let code: Code =
            switch error.code {
            case .busy: .inUse
            case .notADatabase: .foreign
            case .corrupt: .corrupt
            case .full: .full
            case .constraint, .tooBig: .badRecord
            case .invalidUse: .invalidState
            case .cannotOpen, .readOnly, .inputOutput, .other: .unavailable
            }
        self.init(
            code, error.message, cause: error.cause, isRetriable: error.isRetriable,
            isFatal: error.isFatal)
    }
}
