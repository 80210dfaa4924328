internal import SQLiteStorage

/// A connection to the bus's file with its statements, each of which is prepared once.
///
/// Belongs to one thread at a time. The statements are as many as the source has, and a few for
/// each partition that the connection works with.
final class BusFileConnection {
    /// A parameter of a statement.
    enum Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
        case integer(Int64)
        case text(String)
        case null

        init(integerLiteral value: Int64) { self = .integer(value) }
        init(stringLiteral value: String) { self = .text(value) }
        init(_ value: Int64?) { self = value.map(Value.integer) ?? .null }
    }

    let database: SQLiteDatabase
    private var statements: [String: SQLiteStatement] = [:]
    var headerReader = HeaderReader()

    /// Takes over a connection.
    init(_ database: SQLiteDatabase) {
        self.database = database
    }

    /// A statement, prepared the first time.
    func statement(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        if let statement = statements[sql] { return statement }
        let statement = try database.prepare(sql)
        statements[sql] = statement
        return statement
    }

    /// Runs a statement whose rows don't matter.
    ///
    /// - Returns: How many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: Value...) throws(SQLiteError) -> Int64 {
        let statement = try statement(sql)
        try bind(values, to: statement)
        try statement.run()
        return database.changedRows
    }

    /// The rows of a statement.
    func rows<Row>(
        _ sql: String, _ values: Value..., row: (SQLiteStatement) -> Row
    ) throws(SQLiteError) -> [Row] {
        let statement = try statement(sql)
        try bind(values, to: statement)
        defer { statement.reset() }
        var rows: [Row] = []
        while try statement.step() { rows.append(row(statement)) }
        return rows
    }

    /// The first row of a statement; nil without one.
    func row<Row>(
        _ sql: String, _ values: Value..., row: (SQLiteStatement) -> Row
    ) throws(SQLiteError) -> Row? {
        let statement = try statement(sql)
        try bind(values, to: statement)
        defer { statement.reset() }
        return try statement.step() ? row(statement) : nil
    }

    /// The first column of the first row as an integer; nil without a row.
    func integer(_ sql: String, _ values: Value...) throws(SQLiteError) -> Int64? {
        let statement = try statement(sql)
        try bind(values, to: statement)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    private func bind(_ values: [Value], to statement: SQLiteStatement) throws(SQLiteError) {
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            switch value {
            case .integer(let value): try statement.bind(value, at: place)
            case .text(let value): try statement.bind(value, at: place)
            case .null: try statement.bindNull(at: place)
            }
        }
    }
}
