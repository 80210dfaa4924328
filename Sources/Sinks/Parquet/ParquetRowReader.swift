import ParquetEncoding
import RowEncoding
import StreamProcessing

/// Reads a record's columns as values of their types.
///
/// A record with a value that isn't of its column's type is refused, since it would have to be
/// changed or left out.
final class ParquetRowReader {
    let table: ParquetTable
    private let keyNumbers: [Int]
    private var scanner: JSONRowScanner
    private var unescaped: [UInt8] = []

    init(_ table: RowTable) {
        self.table = ParquetTable(table)
        keyNumbers = table.keyNumbers
        scanner = JSONRowScanner(table.columns)
    }

    /// Checks a record and tells its event time in nanoseconds since the epoch; `append` takes the
    /// record that was checked last.
    func check(_ record: BusRecord) throws(RowError) -> Int64 {
        try scanner.scanRow(record, table.rowTable, keyNumbers)
        let cell = scanner.cells[table.timestampNumber]
        guard cell.kind == .plainString,
            let time = RFC3339Time.nanoseconds(record.value[cell.range])
        else { throw RowError(record, "it has no timestamp that is a time in UTC") }
        return time
    }

    /// Appends the row of the record that was checked last; nothing where it throws.
    func append(_ record: BusRecord, to rows: inout RowGroupBuffer) throws(RowError) {
        do throws(RowError) {
            for number in scanner.cells.indices {
                try append(scanner.cells[number], number, of: record, to: &rows)
            }
        } catch {
            rows.discardRow()
            throw error
        }
        rows.endRow()
    }

    private func append(
        _ cell: RowCell, _ number: Int, of record: BusRecord, to rows: inout RowGroupBuffer
    ) throws(RowError) {
        let column = table.schema.columns[number]
        let companion = table.companions[number]
        if cell.kind == .absent {
            rows.appendNull(to: number)
            if companion >= 0 { rows.appendNull(to: companion) }
            return
        }
        let text = record.value
        if column.repetition == .list {
            return try appendList(cell, column, number, of: record, to: &rows)
        }
        switch column.content {
        case .text: rows.append(self.text(cell, of: text), to: number)
        case .json: rows.append(text[Self.jsonRange(cell)], to: number)
        case .integer, .truth:
            guard let value = Self.integer(cell, of: text, column) else {
                throw misfit(record, column)
            }
            rows.append(value, to: number)
        case .real:
            guard cell.kind == .number, let value = JSONText.real(text, cell.range) else {
                throw misfit(record, column)
            }
            rows.append(real: value, to: number)
        case .time:
            guard cell.kind == .plainString, let time = RFC3339Time.nanoseconds(text[cell.range])
            else { throw misfit(record, column) }
            let (quotient, remainder) = time.quotientAndRemainder(dividingBy: 1000)
            rows.append(remainder < 0 ? quotient - 1 : quotient, to: number)
            if remainder == 0 {
                rows.appendNull(to: companion)
            } else {
                rows.append(remainder < 0 ? remainder + 1000 : remainder, to: companion)
            }
        }
    }

    private func appendList(
        _ cell: RowCell, _ column: ParquetColumn, _ number: Int, of record: BusRecord,
        to rows: inout RowGroupBuffer
    ) throws(RowError) {
        guard cell.kind == .array else { throw misfit(record, column) }
        var elements = JSONListReader(record.value, cell.range)
        var isEmpty = true
        while let element = elements.next() {
            isEmpty = false
            if column.isTextList {
                let isAbsent = element.kind == .absent
                rows.appendElement(isAbsent ? nil : text(element, of: record.value), to: number)
            } else if element.kind == .absent {
                rows.appendElement(nil as Int64?, to: number)
            } else {
                guard let value = Self.integer(element, of: record.value, column) else {
                    throw misfit(record, column)
                }
                rows.appendElement(value, to: number)
            }
        }
        if isEmpty { rows.appendEmptyList(to: number) }
    }

    /// A string's text, or the JSON text of anything else.
    private func text(_ cell: RowCell, of text: [UInt8]) -> ArraySlice<UInt8> {
        guard cell.kind == .escapedString else { return text[cell.range] }
        unescaped.removeAll(keepingCapacity: true)
        JSONText.appendUnescaped(text, cell.range, to: &unescaped)
        return unescaped[...]
    }

    /// Where a value stands, a string's quotes included.
    private static func jsonRange(_ cell: RowCell) -> Range<Int> {
        let isString = cell.kind == .plainString || cell.kind == .escapedString
        return isString
            ? (cell.range.lowerBound - 1)..<(cell.range.upperBound + 1) : cell.range
    }

    /// A whole number, however it is written, or a truth value as 0 or 1; nil for anything else.
    private static func integer(
        _ cell: RowCell, of text: [UInt8], _ column: ParquetColumn
    ) -> Int64? {
        if cell.kind == .truth { return text[cell.range.lowerBound] == UInt8(ascii: "t") ? 1 : 0 }
        guard cell.kind == .number, column.content != .truth else { return nil }
        if let number = JSONText.integer(text, cell.range) { return number }
        // Whole numbers with decimals or an exponent, as far as doubles have them all.
        guard let real = JSONText.real(text, cell.range), abs(real) < 0x1p53 else { return nil }
        return Int64(exactly: real)
    }

    private func misfit(_ record: BusRecord, _ column: ParquetColumn) -> RowError {
        let wanted =
            switch (column.repetition, column.content) {
            case (.list, _): "a list of \(column.content == .integer ? "whole numbers" : "texts")"
            case (_, .integer): "a whole number of 64 bits"
            case (_, .real): "a number"
            case (_, .truth): "true or false"
            case (_, .time): "a time in UTC"
            case (_, .text), (_, .json): "a text"
            }
        return RowError(record, "its \(column.name) isn't \(wanted)")
    }
}

extension ParquetColumn {
    fileprivate var isTextList: Bool { repetition == .list && content == .text }
}
