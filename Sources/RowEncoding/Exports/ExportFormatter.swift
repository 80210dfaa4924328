import StreamProcessing
import TopicEncoding

/// Writes the columns of an export as comma-separated values with a header.
final class ExportFormatter: RowFormatter {
    let header: [UInt8]
    private var reader: ExportReader

    init(_ columns: [ExportColumn]) {
        reader = ExportReader(columns)
        var line = ExportText()
        for (number, column) in columns.enumerated() {
            if number > 0 { line.put(",") }
            CSVFormatter.appendField(Array(column.name.utf8)[...], to: &line.bytes)
        }
        line.put("\n")
        header = line.bytes
    }

    func append(_ record: BusRecord, to output: inout [UInt8]) throws(RowError) {
        try reader.read(record) { number, field in
            if number > 0 { output.append(UInt8(ascii: ",")) }
            CSVFormatter.appendField(field[...], to: &output)
        }
        output.append(UInt8(ascii: "\n"))
    }
}
