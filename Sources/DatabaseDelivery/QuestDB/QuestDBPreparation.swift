/// Makes one table what it must be, a statement at a time, and verifies it.
struct QuestDBPreparation {
    private enum Phase {
        case create
        case readColumns
        /// One statement a column: QuestDB takes no more where a table has a log.
        case addColumns([QuestDBColumn])
        case readTable
        case setRetention
        case done
    }

    /// How long QuestDB may take to show what a statement has changed, before it is asked again.
    private static let settlingSeconds = 0.1

    private let table: QuestDBTable
    private let retentionDays: Int?
    private var phase = Phase.create
    private var hasAddedColumns = false
    private var hasSetRetention = false

    init(_ table: QuestDBTable, retentionDays: Int?) {
        self.table = table
        self.retentionDays = retentionDays
    }

    var isDone: Bool {
        if case .done = phase { true } else { false }
    }

    /// The statement of the next request.
    var statement: String {
        switch phase {
        case .create: table.creation
        case .readColumns:
            "SELECT \"column\", type, designated, upsertKey FROM table_columns('\(table.name)')"
        case .addColumns(let columns):
            "ALTER TABLE \(table.name) ADD COLUMN IF NOT EXISTS \(columns[0].name) "
                + columns[0].type.rawValue
        case .readTable:
            "SELECT walEnabled, dedup, partitionBy, ttlValue, ttlUnit FROM tables() "
                + "WHERE table_name = '\(table.name)'"
        case .setRetention: "ALTER TABLE \(table.name) SET TTL \(retentionDays ?? 0) DAYS"
        case .done: ""
        }
    }

    /// Takes what the server says to the statement.
    mutating func judge(_ result: QuestDBResult) throws(DatabaseError) -> PreparationVerdict {
        switch phase {
        case .create: phase = .readColumns
        case .readColumns: return try judgeColumns(result.rows)
        case .addColumns(let columns):
            hasAddedColumns = true
            let rest = Array(columns.dropFirst())
            phase = rest.isEmpty ? .readColumns : .addColumns(rest)
        case .readTable: return try judgeTable(result.rows)
        case .setRetention:
            hasSetRetention = true
            phase = .readTable
        case .done: break
        }
        return .done
    }

    private mutating func judgeColumns(
        _ rows: [[String?]]
    ) throws(DatabaseError) -> PreparationVerdict {
        guard !rows.isEmpty else { return settling("isn't there yet") }
        var types: [String: String] = [:]
        var keys: Set<String> = []
        for row in rows where row.count == 4 {
            guard let name = row[0], let type = row[1] else { continue }
            types[name] = type
            if row[3] == "true" { keys.insert(name) }
            if row[2] == "true", name != QuestDBTable.timestampName {
                throw wrong("has \(name) as its designated timestamp", QuestDBTable.timestampName)
            }
        }
        let own = [QuestDBColumn(QuestDBTable.timestampName, .timestamp)] + table.columns
        for column in own {
            guard let type = types[column.name], type != column.type.rawValue else { continue }
            throw wrong("has \(column.name) as \(type)", column.type.rawValue)
        }
        let missing = table.columns.filter { types[$0.name] == nil }
        guard missing.isEmpty else {
            if hasAddedColumns { return settling("doesn't show its new columns yet") }
            phase = .addColumns(missing)
            return .done
        }
        guard keys == Set([QuestDBTable.timestampName] + table.keys) else {
            throw deduplicationOff(
                keys.isEmpty
                    ? "has deduplication off"
                    : "deduplicates by \(keys.sorted().joined(separator: ", "))")
        }
        phase = .readTable
        return .done
    }

    private mutating func judgeTable(
        _ rows: [[String?]]
    ) throws(DatabaseError) -> PreparationVerdict {
        guard let row = rows.first, row.count == 5 else { return settling("isn't there yet") }
        guard row[0] == "true" else {
            throw DatabaseError(
                .schema,
                "Table \(table.name) has no write-ahead log: type ALTER TABLE \(table.name) SET "
                    + "TYPE WAL, restart QuestDB, then start the sink again.")
        }
        guard row[1] == "true" else { throw deduplicationOff("has deduplication off") }
        if let days = retentionDays, !Self.isRetention(row[3], row[4], days: days) {
            if hasSetRetention { return settling("doesn't show its retention yet") }
            phase = .setRetention
            return .done
        }
        phase = .done
        return .done
    }

    /// Whether a TTL is so many days; QuestDB may tell it in a larger unit.
    private static func isRetention(_ value: String?, _ unit: String?, days: Int) -> Bool {
        guard let value = value.flatMap({ Int($0) }) else { return false }
        switch unit {
        case "HOUR": return value == days * 24
        case "DAY": return value == days
        case "WEEK": return value * 7 == days
        default: return false
        }
    }

    private func settling(_ what: String) -> PreparationVerdict {
        .away(
            retryAfterSeconds: Self.settlingSeconds, cause: "table \(table.name) \(what)")
    }

    private func wrong(_ what: String, _ needed: String) -> DatabaseError {
        DatabaseError(
            .schema,
            "Table \(table.name) \(what) where \(needed) is needed: move it away with RENAME TABLE "
                + "\(table.name) TO \(table.name)_before, then start the sink again.")
    }

    private func deduplicationOff(_ what: String) -> DatabaseError {
        DatabaseError(
            .schema,
            "Table \(table.name) \(what), so that rows could be there twice: type "
                + "\(table.deduplication), then start the sink again.")
    }
}
