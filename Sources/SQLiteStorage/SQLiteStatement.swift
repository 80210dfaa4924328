internal import CSQLite

/// A statement that was prepared once and may be run many times.
///
/// Belongs to its database's thread. Parameters are numbered from 1 and columns from 0, as SQLite
/// does; parameters keep their values over `reset`.
@safe
public final class SQLiteStatement {
    /// Owned; finalised in `deinit`.
    private let handle: OpaquePointer
    /// Keeps the connection for error messages.
    private let database: SQLiteDatabase

    /// Takes over a handle of SQLite.
    init(handle: OpaquePointer, database: SQLiteDatabase) {
        unsafe self.handle = handle
        self.database = database
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    /// Gives a parameter an integer.
    public func bind(_ value: Int64, at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_int64(handle, index, value))
    }

    /// Gives a parameter a floating-point number.
    public func bind(_ value: Double, at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_double(handle, index, value))
    }

    /// Gives a parameter a copy of a text.
    public func bind(_ value: String, at index: Int32) throws(SQLiteError) {
        // The compiler lends the text's bytes for the call, and SQLite copies them.
        let result = unsafe weir_sqlite3_bind_text_copy(
            handle, index, value, UInt64(value.utf8.count))
        try check(result)
    }

    /// Gives a parameter a copy of a blob.
    public func bind(_ value: [UInt8], at index: Int32) throws(SQLiteError) {
        // SQLite takes a nil pointer for NULL, so that an empty blob needs a call of its own.
        if value.isEmpty { return try check(unsafe sqlite3_bind_zeroblob(handle, index, 0)) }
        let result = unsafe value.withUnsafeBytes { bytes in
            unsafe weir_sqlite3_bind_blob_copy(
                handle, index, bytes.baseAddress, UInt64(bytes.count))
        }
        try check(result)
    }

    /// Gives a parameter no value.
    public func bindNull(at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_null(handle, index))
    }

    /// Gives a parameter a blob without a copy, for the time that `body` takes.
    ///
    /// The statement is reset afterwards and the parameter has no value then.
    public func withBound<Result>(
        _ value: [UInt8], at index: Int32, _ body: () throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try unsafe value.span.bytes.withUnsafeBytes { bytes throws(SQLiteError) -> Result in
            // SQLite takes a nil pointer for NULL; otherwise there is no destructor, since the
            // bytes outlive the binding, which ends below.
            if unsafe bytes.isEmpty {
                try check(unsafe sqlite3_bind_zeroblob(handle, index, 0))
            } else {
                try check(
                    unsafe sqlite3_bind_blob64(
                        handle, index, bytes.baseAddress, UInt64(bytes.count), nil))
            }
            defer {
                unsafe sqlite3_reset(handle)
                unsafe sqlite3_bind_null(handle, index)
            }
            return try body()
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: Whether there is one; after the last, the next step begins anew.
    public func step() throws(SQLiteError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result:
            let failure = database.error(result)
            // A statement that failed holds its locks until it is reset.
            unsafe sqlite3_reset(handle)
            throw failure
        }
    }

    /// Runs a statement without rows, or whose rows don't matter.
    public func run() throws(SQLiteError) {
        while try step() {}
        reset()
    }

    /// Ends the current run, so that it holds no lock and can be run again.
    public func reset() {
        // The result repeats the last step's error, which was thrown already.
        unsafe sqlite3_reset(handle)
    }

    /// Whether a column of the current row has no value.
    public func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    /// A column of the current row as an integer; 0 where it has no value.
    public func integer(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(handle, column)
    }

    /// A column of the current row as a floating-point number; 0 where it has no value.
    public func double(_ column: Int32) -> Double {
        unsafe sqlite3_column_double(handle, column)
    }

    /// A column of the current row as text; empty where it has no value.
    public func text(_ column: Int32) -> String {
        // The text is SQLite's until the next step; it is copied here.
        guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(
            decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// A copy of a blob of the current row; empty where it has no value.
    public func bytes(_ column: Int32) -> [UInt8] {
        unsafe [UInt8](blob(column))
    }

    /// Lends a blob of the current row without a copy.
    public func withBytes<Result, Failure: Error>(
        _ column: Int32, _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The bytes are SQLite's until the next step, which `body` has no reason to make.
        let bytes = unsafe blob(column)
        return try body(unsafe bytes.bytes)
    }

    /// The bytes of a column, which are SQLite's until the next step or reset.
    private func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        // The order is SQLite's: the pointer first, then the length of what it points to.
        let start = unsafe sqlite3_column_blob(handle, column)
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }

    private func check(_ result: Int32) throws(SQLiteError) {
        guard result == SQLITE_OK else { throw database.error(result) }
    }
}
