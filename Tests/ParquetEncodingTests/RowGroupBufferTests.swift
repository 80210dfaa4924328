import Testing

@testable import ParquetEncoding

struct RowGroupBufferTests {
    static let schema = ParquetSchema([
        ParquetColumn("key", .integer, .required), ParquetColumn("name", .text),
        ParquetColumn("tags", .text, .list),
    ])

    @Test func `a row that is discarded leaves nothing behind`() {
        var whole = RowGroupBuffer(Self.schema)
        var disturbed = RowGroupBuffer(Self.schema)
        for number in 0..<20 {
            Self.append(number, to: &whole)
            for columns in 1...3 {
                Self.append(number + 100, to: &disturbed, columns: columns)
                disturbed.discardRow()
            }
            Self.append(number, to: &disturbed)
        }
        let (one, other) = (
            whole.encoded(fileOffset: 4, compressor: nil),
            disturbed.encoded(fileOffset: 4, compressor: nil)
        )
        #expect(one.bytes == other.bytes)
        #expect(one.metadata == other.metadata)
        #expect(whole.byteCount == disturbed.byteCount && disturbed.rowCount == 20)
    }

    /// A row by its number; only some of its columns where it won't be completed.
    static func append(_ number: Int, to rows: inout RowGroupBuffer, columns: Int = 4) {
        rows.append(Int64(number), to: 0)
        if columns == 1 { return }
        if number % 3 == 0 {
            rows.appendNull(to: 1)
        } else {
            rows.append(Array("name \(number % 5)".utf8)[...], to: 1)
        }
        if columns == 2 { return }
        switch number % 4 {
        case 0: rows.appendNull(to: 2)
        case 1: rows.appendEmptyList(to: 2)
        default:
            for element in 0..<(number % 4) {
                let text: ArraySlice<UInt8>? =
                    element == 1 ? nil : Array("tag \(number)".utf8)[...]
                rows.appendElement(text, to: 2)
            }
        }
        if columns == 4 { rows.endRow() }
    }
}
