import StreamProcessing

extension JSONRowScanner {
    /// Scans a record's value and refuses it where it isn't a row of the table.
    mutating func scanRow(
        _ record: BusRecord, _ table: SinkTable, _ keyNumbers: [Int]
    ) throws(SinkError) {
        do throws(JSONProblem) {
            try scan(record.value)
        } catch {
            throw .badRecord(record, error)
        }
        for number in keyNumbers where cells[number].kind == .absent {
            throw .badRecord(record, "it has no \(table.columns[number].name)")
        }
    }
}
