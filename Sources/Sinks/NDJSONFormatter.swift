import StreamProcessing

/// Writes a record's value as it is, checked to be a JSON object.
final class NDJSONFormatter: RowFormatter {
    private var scanner = JSONRowScanner()

    let header: [UInt8] = []

    func line(of record: BusRecord) throws(SinkError) -> [UInt8] {
        do throws(JSONProblem) {
            try scanner.scan(record.value)
        } catch {
            throw .badRecord(record, error)
        }
        var line = record.value
        // A line break can only stand between the parts of a valid object, where a space means the
        // same; weir writes none, but others may.
        if line.contains(0x0a) { line = line.map { $0 == 0x0a ? 0x20 : $0 } }
        line.append(0x0a)
        return line
    }
}
