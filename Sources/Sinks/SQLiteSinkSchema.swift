import RowEncoding
import SQLiteStorage
import StreamProcessing
import TopicEncoding

/// The tables of a sink's database.
struct SQLiteSinkSchema {
    /// Marks a database as a sink's own.
    static let offsetTable = "weir_offsets"
    /// Holds the whole record; only alerts have it, since they are few and have lists inside.
    static let recordColumn = "record"

    static let saveOffset = """
        INSERT OR REPLACE INTO \(offsetTable) (bus, topic, partition, next_offset)
        VALUES (?1, ?2, ?3, ?4)
        """

    private let database: SQLiteDatabase

    init(_ database: SQLiteDatabase) {
        self.database = database
    }

    /// The columns of a table in this database.
    static func columns(of table: RowTable) -> [RowColumn] {
        table.topic == .alerts
            ? table.columns + [RowColumn(recordColumn, .json)] : table.columns
    }

    /// Whether the database is empty or a sink's.
    func isOwnOrEmpty() throws(SQLiteError) -> Bool {
        let tables = try database.integer("SELECT count(*) FROM sqlite_master") ?? 0
        let own = try database.integer(
            "SELECT count(*) FROM sqlite_master WHERE name = '\(Self.offsetTable)'")
        return tables == 0 || own == 1
    }

    /// Makes what is missing: tables, and columns that a newer version brings.
    func apply() throws(SQLiteError) {
        try database.transaction { () throws(SQLiteError) in
            try database.execute(
                """
                CREATE TABLE IF NOT EXISTS \(Self.offsetTable) (
                    bus TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL,
                    next_offset INTEGER NOT NULL, PRIMARY KEY (bus, topic, partition)
                ) WITHOUT ROWID
                """)
            for table in RowTable.all { try apply(table) }
        }
    }

    private func apply(_ table: RowTable) throws(SQLiteError) {
        let columns = Self.columns(of: table)
        let definitions = columns.map { column in
            let isKey = table.key.contains(column.name)
            return "\(column.name) \(Self.type(of: column))\(isKey ? " NOT NULL" : "")"
        }
        let key = table.key.joined(separator: ", ")
        try database.execute(
            """
            CREATE TABLE IF NOT EXISTS \(table.name) (
                \(definitions.joined(separator: ", ")), PRIMARY KEY (\(key)));
            CREATE INDEX IF NOT EXISTS \(table.name)_timestamp ON \(table.name) (timestamp);
            """)
        let present = try names(of: table)
        for column in columns where !present.contains(column.name) {
            try database.execute(
                "ALTER TABLE \(table.name) ADD COLUMN \(column.name) \(Self.type(of: column))")
        }
    }

    private func names(of table: RowTable) throws(SQLiteError) -> Set<String> {
        let statement = try database.prepare("SELECT name FROM pragma_table_info(?1)")
        try statement.bind(table.name, at: 1)
        defer { statement.reset() }
        var names: Set<String> = []
        while try statement.step() { names.insert(statement.text(0)) }
        return names
    }

    /// The next offset of each partition of a bus.
    func offsets(of bus: String) throws(SQLiteError) -> [TopicPartition: Int64] {
        let statement = try database.prepare(
            "SELECT topic, partition, next_offset FROM \(Self.offsetTable) WHERE bus = ?1")
        try statement.bind(bus, at: 1)
        defer { statement.reset() }
        var offsets: [TopicPartition: Int64] = [:]
        while try statement.step() {
            let partition = TopicPartition(
                topic: statement.text(0),
                partition: Int32(truncatingIfNeeded: statement.integer(1)))
            offsets[partition] = statement.integer(2)
        }
        return offsets
    }

    private static func type(of column: RowColumn) -> String {
        switch column.content {
        case .text, .json: "TEXT"
        case .integer: "INTEGER"
        case .real: "REAL"
        }
    }
}
