public import StreamProcessing

/// Writes a record's columns as RFC 4180 says, with line feeds.
///
/// A member that the record doesn't have is an empty field. The parts of a list are joined by
/// spaces; a list of objects, or an object, is its JSON text.
public final class CSVFormatter: RowFormatter {
    private var scanner: JSONRowScanner
    private let table: RowTable
    private let keyNumbers: [Int]
    private var field: [UInt8] = []

    /// The columns' names.
    public let header: [UInt8]

    /// A formatter for the columns of a table.
    public init(_ table: RowTable) {
        self.table = table
        keyNumbers = table.keyNumbers
        scanner = JSONRowScanner(table.columns)
        header = Array((table.columns.map(\.name).joined(separator: ",") + "\n").utf8)
    }

    /// Appends a record's line.
    public func append(_ record: BusRecord, to output: inout [UInt8]) throws(RowError) {
        try scanner.scanRow(record, table, keyNumbers)
        for (number, cell) in scanner.cells.enumerated() {
            if number > 0 { output.append(UInt8(ascii: ",")) }
            append(cell, of: record.value, to: &output)
        }
        output.append(UInt8(ascii: "\n"))
    }

    private func append(_ cell: RowCell, of text: [UInt8], to line: inout [UInt8]) {
        switch cell.kind {
        case .absent: return
        // Numbers and truth values hold nothing that needs quotes.
        case .number, .truth: line += text[cell.range]
        case .plainString: Self.appendField(text[cell.range], to: &line)
        case .escapedString:
            field.removeAll(keepingCapacity: true)
            JSONText.appendUnescaped(text, cell.range, to: &field)
            Self.appendField(field[...], to: &line)
        case .array:
            field.removeAll(keepingCapacity: true)
            JSONText.appendJoined(text, cell.range, to: &field)
            Self.appendField(field[...], to: &line)
        case .object: Self.appendField(text[cell.range], to: &line)
        }
    }

    /// Appends a field, in quotes where it needs them.
    static func appendField(_ bytes: ArraySlice<UInt8>, to line: inout [UInt8]) {
        let needsQuotes = bytes.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0a || $0 == 0x0d
        }
        guard needsQuotes else {
            line += bytes
            return
        }
        line.append(UInt8(ascii: "\""))
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { line.append(byte) }
            line.append(byte)
        }
        line.append(UInt8(ascii: "\""))
    }
}
