internal import CSQLite

/// Why a database could not do what was asked, and what to do.
public struct SQLiteError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure: a closed set, since it becomes a metric's label.
    public enum Code: String, CaseIterable, Sendable {
        /// Another connection holds the lock, for longer than the busy timeout.
        case busy
        /// The file can't be opened, or its folder can't be used.
        case cannotOpen
        /// The file or its folder can't be written.
        case readOnly
        /// The file isn't a database.
        case notADatabase
        /// The file is damaged.
        case corrupt
        /// The disk is full.
        case full
        /// Reading or writing the file failed.
        case inputOutput
        /// A row breaks a constraint of its table.
        case constraint
        /// A text or blob is too long.
        case tooBig
        /// The statement is wrong, or used wrongly: the caller is at fault.
        case invalidUse
        /// Anything else.
        case other
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, and what to do: one sentence.
    public var message: String
    /// What SQLite said, with its extended result code.
    public var cause: String?
    /// The same call may succeed later.
    public var isRetriable: Bool
    /// The database is unusable.
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

    /// The error for an extended result code of SQLite.
    init(resultCode: Int32, text: String, path: String) {
        let code = Code(resultCode: resultCode)
        self.init(
            code, code.sentence(path: path), cause: "SQLite \(resultCode): \(text)",
            isRetriable: code == .busy || code == .full,
            isFatal: code == .corrupt || code == .notADatabase)
    }
}

extension SQLiteError.Code {
    /// The kind of an extended result code; its lowest byte tells the kind.
    init(resultCode: Int32) {
        switch resultCode & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: self = .cannotOpen
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_NOTADB: self = .notADatabase
        case SQLITE_CORRUPT: self = .corrupt
        case SQLITE_FULL: self = .full
        case SQLITE_IOERR: self = .inputOutput
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH: self = .constraint
        case SQLITE_TOOBIG: self = .tooBig
        case SQLITE_MISUSE, SQLITE_RANGE, SQLITE_ERROR: self = .invalidUse
        default: self = .other
        }
    }

    /// What it means for a file, and what to do.
    fileprivate func sentence(path: String) -> String {
        switch self {
        case .busy: "The database \(path) is locked by another connection; try again."
        case .cannotOpen: "The database \(path) can't be opened; check that its folder exists."
        case .readOnly: "The database \(path) can't be written; check its owner and rights."
        case .notADatabase: "The file \(path) is not a SQLite database; choose another path."
        case .corrupt: "The database \(path) is damaged; move it away or restore a copy."
        case .full: "The disk of the database \(path) is full; make room."
        case .inputOutput: "The database \(path) can't be read or written; check its disk."
        case .constraint: "A row breaks a constraint of the database \(path)."
        case .tooBig: "A value is too long for the database \(path)."
        case .invalidUse: "A statement can't be used with the database \(path)."
        case .other: "The database \(path) failed."
        }
    }
}
