import StreamProcessing
import TopicEncoding

/// Finds in a flow's record what the columns of an export are made of.
struct ExportReader {
    private let columns: [ExportColumn]
    /// For each column the numbers of its members in the scanner.
    private let numbers: [[Int]]
    private let table: RowTable
    private var scanner: JSONRowScanner
    private var field = ExportText()

    init(_ columns: [ExportColumn]) {
        self.columns = columns
        var names = RowTable.flows.key
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() { places[name] = place }
        numbers = columns.map { column in
            column.members.map { name in
                if let place = places[name] { return place }
                places[name] = names.count
                names.append(name)
                return names.count - 1
            }
        }
        table = RowTable(
            topic: .flows, name: "flows", columns: names.map { RowColumn($0, .text) },
            key: RowTable.flows.key)
        scanner = JSONRowScanner(table.columns)
    }

    /// Gives the fields of a record in the order of the columns; nothing where it throws.
    mutating func read(
        _ record: BusRecord, _ take: (_ number: Int, _ field: [UInt8]) -> Void
    ) throws(RowError) {
        try scanner.scanRow(record, table, table.keyNumbers)
        let cells = scanner.cells
        for (number, column) in columns.enumerated() {
            field.bytes.removeAll(keepingCapacity: true)
            let row = ExportRow(text: record.value, cells: cells, numbers: numbers[number])
            column.write(row, &field)
            take(number, field.bytes)
        }
    }
}
