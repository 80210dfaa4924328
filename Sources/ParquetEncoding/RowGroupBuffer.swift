/// Rows until they are written as one row group.
///
/// A row is made by one append to each column, in any order, or for a list one for each element,
/// and then `endRow` or `discardRow`.
public struct RowGroupBuffer {
    /// The columns.
    public let schema: ParquetSchema
    /// The rows that are complete.
    public private(set) var rowCount = 0
    private var columns: [ColumnBuffer]
    /// Whether the row that isn't complete has come to a column.
    private var isFilled: [Bool]

    /// An empty row group.
    public init(_ schema: ParquetSchema) {
        self.schema = schema
        columns = schema.columns.map { ColumnBuffer($0) }
        isFilled = schema.columns.map { _ in false }
    }

    /// The bytes that the values take in memory.
    public var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }

    /// Appends a missing value, or a missing list.
    public mutating func appendNull(to column: Int) {
        fill(column)
        columns[column].appendNull()
    }

    /// Appends a whole number, a time in microseconds since the epoch, or a truth value as 0 or 1.
    public mutating func append(_ number: Int64, to column: Int) {
        fill(column)
        columns[column].append(number: number)
    }

    /// Appends a double.
    public mutating func append(real: Double, to column: Int) {
        fill(column)
        columns[column].append(number: Int64(bitPattern: real.bitPattern))
    }

    /// Appends a text, in UTF-8.
    public mutating func append(_ text: ArraySlice<UInt8>, to column: Int) {
        fill(column)
        columns[column].append(text: text)
    }

    /// Appends a list without elements.
    public mutating func appendEmptyList(to column: Int) {
        fill(column)
        columns[column].appendEmptyList()
    }

    /// Appends an element of a list, its first or a further one; nil for one that is missing.
    public mutating func appendElement(_ number: Int64?, to column: Int) {
        let isFirst = fill(column)
        if let number {
            columns[column].append(number: number, isFirst: isFirst)
        } else {
            columns[column].appendNullElement(isFirst: isFirst)
        }
    }

    /// Appends an element of a list, its first or a further one, in UTF-8; nil for one that is
    /// missing.
    public mutating func appendElement(_ text: ArraySlice<UInt8>?, to column: Int) {
        let isFirst = fill(column)
        if let text {
            columns[column].append(text: text, isFirst: isFirst)
        } else {
            columns[column].appendNullElement(isFirst: isFirst)
        }
    }

    /// Completes a row.
    public mutating func endRow() {
        for column in columns.indices {
            precondition(isFilled[column], "Each row has each column.")
            isFilled[column] = false
        }
        rowCount += 1
    }

    /// Takes back what the row that isn't complete has.
    public mutating func discardRow() {
        for column in columns.indices where isFilled[column] {
            columns[column].removeLastRow()
            isFilled[column] = false
        }
    }

    @discardableResult
    private mutating func fill(_ column: Int) -> Bool {
        defer { isFilled[column] = true }
        return !isFilled[column]
    }

    /// Forgets all rows and keeps the memory.
    public mutating func removeAll() {
        discardRow()
        for column in columns.indices { columns[column].removeAll() }
        rowCount = 0
    }

    /// The bytes of the row group, and what the footer says of it.
    ///
    /// - Parameter fileOffset: Where in the file the bytes will stand.
    /// - Parameter compressor: Nil to leave pages as they are.
    public func encoded(
        fileOffset: Int, compressor: (any PageCompressor)?
    ) -> (bytes: [UInt8], metadata: RowGroupMetadata) {
        var bytes: [UInt8] = []
        let chunks = columns.map {
            ColumnChunk($0, fileOffset: fileOffset, compressor: compressor, to: &bytes)
        }
        let metadata = RowGroupMetadata(chunks, rowCount: rowCount, fileOffset: fileOffset)
        return (bytes, metadata)
    }
}
