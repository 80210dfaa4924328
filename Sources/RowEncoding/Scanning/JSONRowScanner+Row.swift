public import StreamProcessing

extension JSONRowScanner {
    /// Scans a record's value and refuses it where it isn't a row of the table.
    public mutating func scanRow(
        _ record: BusRecord, _ table: RowTable, _ keyNumbers: [Int]
    ) throws(RowError) {
        do throws(JSONProblem) {
            try scan(record.value)
        } catch {
            throw RowError(record, error)
        }
        for number in keyNumbers where cells[number].kind == .absent {
            throw RowError(record, "it has no \(table.columns[number].name)")
        }
    }
}
