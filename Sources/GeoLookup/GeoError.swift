import CMaxMindDB

/// Why a geolocation database can't be used, and what to do.
public struct GeoError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure: a closed set, since it becomes a metric's label.
    public enum Code: String, CaseIterable, Sendable {
        /// The file can't be opened or read.
        case cannotOpen
        /// The file isn't a MaxMind DB, or its end is missing.
        case notADatabase
        /// The file has a version of the format that isn't known.
        case unsupported
        /// The file is damaged.
        case corrupt
        /// More databases were named than are opened.
        case tooMany
        /// There is no memory.
        case outOfMemory
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, and what to do: one sentence.
    public var message: String
    /// What libmaxminddb said.
    public var cause: String?

    /// An error.
    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message with its cause.
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }

    /// The error for a status of libmaxminddb.
    init(status: Int32, path: String) {
        let code = Code(status: status)
        // libmaxminddb's texts are constants.
        let text = unsafe String(cString: MMDB_strerror(status))
        self.init(code, code.sentence(path: path), cause: "libmaxminddb \(status): \(text)")
    }
}

extension GeoError.Code {
    fileprivate init(status: Int32) {
        switch status {
        case MMDB_FILE_OPEN_ERROR, MMDB_IO_ERROR: self = .cannotOpen
        case MMDB_INVALID_METADATA_ERROR: self = .notADatabase
        case MMDB_UNKNOWN_DATABASE_FORMAT_ERROR: self = .unsupported
        case MMDB_OUT_OF_MEMORY_ERROR: self = .outOfMemory
        default: self = .corrupt
        }
    }

    fileprivate func sentence(path: String) -> String {
        switch self {
        case .cannotOpen:
            "The database \(path) can't be opened; check that it is a file that may be read."
        case .notADatabase:
            "The file \(path) is no MaxMind DB, or its end is missing; give the unpacked .mmdb "
                + "file, or download it again."
        case .unsupported:
            "The database \(path) has a format that isn't known; look for one of version 2."
        case .corrupt: "The database \(path) is damaged; download it again."
        case .tooMany: "More databases than can be used at once."
        case .outOfMemory: "There is no memory for the database \(path)."
        }
    }
}
