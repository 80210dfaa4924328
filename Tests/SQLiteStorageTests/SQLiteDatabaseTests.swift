import Foundation
import SQLiteStorage
import TestSupport
import Testing

@Suite struct SQLiteDatabaseTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("test.db")
    }

    @Test func `a new file has the page size, the journal and the settings of its options`() throws
    {
        var options = SQLiteOptions()
        options.pageSizeBytes = 16_384
        options.synchronous = .off
        options.checkpointBytes = 1 << 20
        let database = try SQLiteDatabase(path: path, options: options)
        try database.execute("CREATE TABLE t (a)")
        #expect(try database.integer("PRAGMA page_size") == 16_384)
        #expect(try database.text("PRAGMA journal_mode") == "wal")
        #expect(try database.integer("PRAGMA synchronous") == 0)
        #expect(try database.integer("PRAGMA wal_autocheckpoint") == 64)
        #expect(try database.integer("PRAGMA secure_delete") == 0)
    }

    @Test func `a transaction that throws changes nothing`() throws {
        let database = try SQLiteDatabase(path: path)
        try database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
        #expect(throws: SQLiteError.self) {
            try database.transaction { () throws(SQLiteError) in
                try database.execute("INSERT INTO t VALUES (1)")
                try database.execute("INSERT INTO t VALUES (1)")
            }
        }
        #expect(!database.isInTransaction)
        #expect(try database.integer("SELECT count(*) FROM t") == 0)
        try database.transaction { () throws(SQLiteError) in
            try database.execute("INSERT INTO t VALUES (1)")
        }
        #expect(try database.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func `a read transaction sees one state of the file while another connection writes`()
        throws
    {
        let reader = try SQLiteDatabase(path: path)
        let writer = try SQLiteDatabase(path: path)
        try writer.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        let counts = try reader.readTransaction { () throws(SQLiteError) -> [Int64?] in
            let before = try reader.integer("SELECT count(*) FROM t")
            try writer.execute("INSERT INTO t VALUES (2)")
            return [before, try reader.integer("SELECT count(*) FROM t")]
        }
        #expect(counts == [1, 1])
        #expect(try reader.integer("SELECT count(*) FROM t") == 2)
    }

    @Test func `a lock that isn't released in time is a retriable error`() throws {
        var options = SQLiteOptions()
        options.busyTimeoutMilliseconds = 20
        let first = try SQLiteDatabase(path: path, options: options)
        let second = try SQLiteDatabase(path: path, options: options)
        try first.execute("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)")
        let error = try #require(throws: SQLiteError.self) {
            try second.execute("BEGIN IMMEDIATE")
        }
        #expect(error.code == .busy)
        #expect(error.isRetriable)
        try first.execute("COMMIT")
        try second.execute("BEGIN IMMEDIATE; COMMIT")
    }

    @Test func `a lock that is released in time is waited for`() throws {
        let path = path
        let first = try SQLiteDatabase(path: path)
        try first.execute("CREATE TABLE t (a)")
        try first.execute("BEGIN IMMEDIATE")
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            // A failure shows in the count below.
            let second = try? SQLiteDatabase(path: path)
            try? second?.execute("INSERT INTO t VALUES (1)")
            done.signal()
        }
        #expect(done.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
        try first.execute("COMMIT")
        done.wait()
        #expect(try first.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func `a log that the caller copies isn't copied by commits`() throws {
        var options = SQLiteOptions()
        options.checkpointBytes = 0
        let database = try SQLiteDatabase(path: path, options: options)
        #expect(try database.integer("PRAGMA wal_autocheckpoint") == 0)
    }

    @Test func `a file that isn't a database says so`() throws {
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: path))
        let error = try #require(throws: SQLiteError.self) { try SQLiteDatabase(path: path) }
        #expect(error.code == .notADatabase)
        #expect(error.isFatal)
        #expect(error.description.contains(path))
    }

    @Test func `a folder that doesn't exist says so`() throws {
        let error = try #require(throws: SQLiteError.self) {
            try SQLiteDatabase(path: folder.file("none/test.db"))
        }
        #expect(error.code == .cannotOpen)
    }

    @Test func `a file that must exist isn't made`() throws {
        var options = SQLiteOptions()
        options.access = .readWrite
        let error = try #require(throws: SQLiteError.self) {
            try SQLiteDatabase(path: path, options: options)
        }
        #expect(error.code == .cannotOpen)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a connection that may only read can't write`() throws {
        try SQLiteDatabase(path: path).execute("CREATE TABLE t (a)")
        var options = SQLiteOptions()
        options.access = .readOnly
        let database = try SQLiteDatabase(path: path, options: options)
        #expect(try database.integer("SELECT count(*) FROM t") == 0)
        let error = try #require(throws: SQLiteError.self) {
            try database.execute("INSERT INTO t VALUES (1)")
        }
        #expect(error.code == .readOnly)
    }

    @Test func `a closed connection refuses work, and closing again is allowed`() throws {
        let database = try SQLiteDatabase(path: path)
        database.close()
        database.close()
        let error = try #require(throws: SQLiteError.self) { try database.execute("SELECT 1") }
        #expect(error.code == .invalidUse)
    }

    @Test func `a full disk is told apart`() throws {
        let database = try SQLiteDatabase(path: path)
        try database.execute("CREATE TABLE t (a); PRAGMA max_page_count = 10")
        let error = try #require(throws: SQLiteError.self) {
            try database.execute("INSERT INTO t VALUES (zeroblob(1000000))")
        }
        #expect(error.code == .full)
        #expect(error.isRetriable)
    }
}
