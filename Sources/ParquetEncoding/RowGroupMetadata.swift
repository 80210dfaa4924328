/// What the footer says of a row group.
public struct RowGroupMetadata: Hashable, Sendable {
    /// Its rows.
    public let rowCount: Int
    let encoded: [UInt8]

    init(_ chunks: [ColumnChunk], rowCount: Int, fileOffset: Int) {
        self.rowCount = rowCount
        var thrift = ThriftWriter()
        thrift.structure { group in
            group.list(1, of: .structure, count: chunks.count)
            for chunk in chunks { chunk.write(to: &group) }
            group.int64(2, chunks.reduce(0) { $0 + $1.uncompressedByteCount })
            group.int64(3, rowCount)
            group.int64(5, fileOffset)
            group.int64(6, chunks.reduce(0) { $0 + $1.compressedByteCount })
        }
        encoded = thrift.bytes
    }
}
