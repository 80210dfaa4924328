import SQLiteStorage
import TestSupport
import Testing

@Suite struct SQLiteStatementTests {
    let folder: TemporaryFolder
    let database: SQLiteDatabase

    init() throws {
        folder = try TemporaryFolder()
        database = try SQLiteDatabase(path: folder.file("test.db"))
        try database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, value)")
    }

    @Test(arguments: [Int64.min, -1, 0, 1, Int64.max])
    func `integers come back as they were bound`(value: Int64) throws {
        let insert = try database.prepare("INSERT INTO t (value) VALUES (?1)")
        try insert.bind(value, at: 1)
        try insert.run()
        #expect(try database.integer("SELECT value FROM t") == value)
        #expect(database.changedRows == 1)
        #expect(database.lastInsertedRow == 1)
    }

    @Test func `texts come back as they were bound`() throws {
        let values = ["", "plain", "naïve – 流", "with\u{0}zero"]
        let insert = try database.prepare("INSERT INTO t (value) VALUES (?1)")
        for value in values {
            try insert.bind(value, at: 1)
            try insert.run()
        }
        let select = try database.prepare("SELECT value FROM t ORDER BY id")
        for value in values {
            #expect(try select.step())
            #expect(!select.isNull(0))
            #expect(select.text(0) == value)
        }
        #expect(try !select.step())
    }

    @Test(arguments: [0, 1, 100, 1_000_000])
    func `blobs come back as they were bound, copied or not`(count: Int) throws {
        let value = [UInt8](repeating: 7, count: count)
        let insert = try database.prepare("INSERT INTO t (value) VALUES (?1)")
        try insert.bind(value, at: 1)
        try insert.run()
        try insert.withBound(value, at: 1) { () throws(SQLiteError) in try insert.run() }
        let select = try database.prepare("SELECT value, typeof(value) FROM t ORDER BY id")
        for _ in 0..<2 {
            #expect(try select.step())
            #expect(select.text(1) == "blob")
            #expect(select.bytes(0) == value)
            #expect(select.withBytes(0) { $0.byteCount } == count)
        }
        #expect(try !select.step())
    }

    @Test func `a blob that was bound for a while is gone afterwards`() throws {
        let insert = try database.prepare("INSERT INTO t (value) VALUES (?1)")
        try insert.withBound([1, 2, 3], at: 1) { () throws(SQLiteError) in try insert.run() }
        try insert.run()
        #expect(try database.integer("SELECT count(*) FROM t WHERE value IS NULL") == 1)
    }

    @Test func `doubles and missing values come back`() throws {
        let insert = try database.prepare("INSERT INTO t (value) VALUES (?1)")
        try insert.bind(0.1, at: 1)
        try insert.run()
        try insert.bindNull(at: 1)
        try insert.run()
        let select = try database.prepare("SELECT value FROM t ORDER BY id")
        #expect(try select.step())
        #expect(select.double(0) == 0.1)
        #expect(try select.step())
        #expect(select.isNull(0))
        #expect(select.bytes(0).isEmpty)
        #expect(select.text(0).isEmpty)
    }

    @Test func `a statement runs again after a failure`() throws {
        let insert = try database.prepare("INSERT INTO t (id) VALUES (?1)")
        try insert.bind(Int64(1), at: 1)
        try insert.run()
        let error = try #require(throws: SQLiteError.self) { try insert.run() }
        #expect(error.code == .constraint)
        try insert.bind(Int64(2), at: 1)
        try insert.run()
        #expect(try database.integer("SELECT count(*) FROM t") == 2)
    }

    @Test func `statements that are wrong, and parameters that don't exist, are refused`() throws {
        #expect(throws: SQLiteError.self) { try database.prepare("SELEC 1") }
        #expect(throws: SQLiteError.self) { try database.prepare("  ") }
        let select = try database.prepare("SELECT 1")
        let error = try #require(throws: SQLiteError.self) { try select.bind(Int64(1), at: 1) }
        #expect(error.code == .invalidUse)
    }

    @Test func `a statement outlives the last other reference to its connection`() throws {
        func select() throws -> SQLiteStatement {
            let other = try SQLiteDatabase(path: folder.file("test.db"))
            return try other.prepare("SELECT 42")
        }
        let statement = try select()
        #expect(try statement.step())
        #expect(statement.integer(0) == 42)
    }
}
