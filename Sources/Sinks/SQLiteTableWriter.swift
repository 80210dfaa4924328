import RowEncoding
import SQLiteStorage
import StreamProcessing

/// Puts the records of one topic into its table.
final class SQLiteTableWriter {
    private let table: RowTable
    private let columns: [RowColumn]
    private let keyNumbers: [Int]
    private let statement: SQLiteStatement
    private var scanner: JSONRowScanner
    private var unescaped: [UInt8] = []

    init(_ table: RowTable, _ database: SQLiteDatabase) throws(SQLiteError) {
        self.table = table
        columns = SQLiteSinkSchema.columns(of: table)
        keyNumbers = table.keyNumbers
        scanner = JSONRowScanner(table.columns)
        let names = columns.map(\.name).joined(separator: ", ")
        let places = (1...columns.count).map { "?\($0)" }.joined(separator: ", ")
        statement = try database.prepare(
            "INSERT OR REPLACE INTO \(table.name) (\(names)) VALUES (\(places))")
    }

    /// Refuses a record that can't be a row; `insert` takes the one that was checked last.
    func check(_ record: BusRecord) throws(SinkError) {
        do throws(RowError) {
            try scanner.scanRow(record, table, keyNumbers)
        } catch {
            throw SinkError(error)
        }
    }

    /// Writes the row of the record that was checked last.
    func insert(_ record: BusRecord) throws(SQLiteError) {
        for (number, column) in columns.enumerated() {
            let place = Int32(number + 1)
            guard number < scanner.cells.count else {
                try statement.bind(String(decoding: record.value, as: UTF8.self), at: place)
                continue
            }
            try bind(scanner.cells[number], as: column.content, of: record.value, at: place)
        }
        try statement.run()
    }

    private func bind(
        _ cell: RowCell, as content: RowColumn.Content, of text: [UInt8], at place: Int32
    ) throws(SQLiteError) {
        switch cell.kind {
        case .absent: try statement.bindNull(at: place)
        case .truth:
            let isTrue = text[cell.range.lowerBound] == UInt8(ascii: "t")
            try statement.bind(Int64(isTrue ? 1 : 0), at: place)
        case .number where content != .text:
            if let number = JSONText.integer(text, cell.range) {
                try statement.bind(number, at: place)
            } else if let number = JSONText.real(text, cell.range) {
                try statement.bind(number, at: place)
            } else {
                try statement.bindNull(at: place)
            }
        case .escapedString:
            unescaped.removeAll(keepingCapacity: true)
            JSONText.appendUnescaped(text, cell.range, to: &unescaped)
            try statement.bind(String(decoding: unescaped, as: UTF8.self), at: place)
        case .number, .plainString, .array, .object:
            try statement.bind(String(decoding: text[cell.range], as: UTF8.self), at: place)
        }
    }
}
