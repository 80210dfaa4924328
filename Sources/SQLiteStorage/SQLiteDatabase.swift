internal import CSQLite

/// A connection to one SQLite file.
///
/// Belongs to one thread at a time: SQLite's own locks are off. Statements keep their connection
/// open until the last of them is gone.
@safe
public final class SQLiteDatabase {
    /// The file's path.
    public let path: String
    /// Owned; nil once it is closed.
    private(set) var handle: OpaquePointer?

    /// Opens a file.
    public init(path: String, options: SQLiteOptions = SQLiteOptions()) throws(SQLiteError) {
        self.path = path
        var opened: OpaquePointer?
        // SQLite fills in a handle even where it fails, for the message.
        let result = unsafe sqlite3_open_v2(
            path, &opened, options.access.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        unsafe handle = opened
        guard result == SQLITE_OK else { throw error(result) }
        waitForLocks(options.busyTimeoutMilliseconds)
        try configure(options)
    }

    deinit {
        close()
    }

    /// Closes the connection.
    ///
    /// May be called twice. Its statements must not be used any more.
    public func close() {
        // The second version tolerates statements that are still alive and waits for them.
        unsafe sqlite3_close_v2(handle)
        unsafe handle = nil
    }

    /// Makes a statement that may be run many times.
    public func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        guard let handle = unsafe handle else { throw closed() }
        var statement: OpaquePointer?
        let result = unsafe sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard result == SQLITE_OK else { throw error(result) }
        guard let statement = unsafe statement else {
            throw SQLiteError(.invalidUse, "There is no statement in \"\(sql)\".")
        }
        return unsafe SQLiteStatement(handle: statement, database: self)
    }

    /// Runs one or more statements without parameters and forgets their rows.
    public func execute(_ sql: String) throws(SQLiteError) {
        guard let handle = unsafe handle else { throw closed() }
        let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw error(result) }
    }

    /// The first column of the first row of a statement, as an integer; nil without a row.
    public func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    /// The first column of the first row of a statement, as text; nil without a row.
    public func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try prepare(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.text(0) : nil
    }

    /// How many rows the last insert, update or delete changed.
    public var changedRows: Int64 {
        guard let handle = unsafe handle else { return 0 }
        return unsafe sqlite3_changes64(handle)
    }

    /// The row id of the last insert of this connection.
    public var lastInsertedRow: Int64 {
        guard let handle = unsafe handle else { return 0 }
        return unsafe sqlite3_last_insert_rowid(handle)
    }

    /// Whether a transaction is open.
    public var isInTransaction: Bool {
        guard let handle = unsafe handle else { return false }
        return unsafe sqlite3_get_autocommit(handle) == 0
    }

    /// The error for a result code, in the words of the connection.
    func error(_ result: Int32) -> SQLiteError {
        // Both functions return text that SQLite owns until the next call; it is copied here.
        let text =
            unsafe handle.map { unsafe String(cString: sqlite3_errmsg($0)) }
            ?? String(cString: sqlite3_errstr(result))
        return SQLiteError(resultCode: result, text: text, path: path)
    }

    private func closed() -> SQLiteError {
        SQLiteError(.invalidUse, "The database \(path) is closed; open it again.")
    }
}

extension SQLiteOptions.Access {
    fileprivate var flags: Int32 {
        switch self {
        case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        case .readWrite: SQLITE_OPEN_READWRITE
        case .readOnly: SQLITE_OPEN_READONLY
        }
    }
}
