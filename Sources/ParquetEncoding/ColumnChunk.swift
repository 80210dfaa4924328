/// One column of one row group, as it stands in the file, with what the footer says of it.
struct ColumnChunk {
    private let column: ParquetColumn
    private let codec: ParquetNumbers.Codec
    private let levelCount: Int
    private let statistics: ColumnStatistics
    private(set) var uncompressedByteCount = 0
    private(set) var compressedByteCount = 0
    private var dictionaryOffset: Int?
    private var dataOffset = 0

    /// Appends a column's pages, of which there are one with values and one with the dictionary
    /// where there is one.
    ///
    /// A row group is small enough for one page: it is what readers leave out or read.
    ///
    /// - Parameter fileOffset: Where in the file the output begins.
    init(
        _ buffer: ColumnBuffer, fileOffset: Int, compressor: (any PageCompressor)?,
        to output: inout [UInt8]
    ) {
        column = buffer.column
        codec = compressor == nil ? .none : .zstd
        levelCount = buffer.levelCount
        let dictionary = ColumnDictionary(buffer)
        statistics = ColumnStatistics(buffer, dictionary)
        var page: [UInt8] = []
        if let dictionary {
            dictionaryOffset = fileOffset + output.count
            for first in dictionary.firsts {
                PlainEncoding.append(Int(first), of: buffer, to: &page)
            }
            append(page, .dictionary, compressor, to: &output) { header in
                header.structure(7) { dictionaryHeader in
                    dictionaryHeader.int32(1, dictionary.firsts.count)
                    dictionaryHeader.int32(2, ParquetNumbers.Encoding.plain.rawValue)
                }
            }
            page.removeAll(keepingCapacity: true)
        }
        dataOffset = fileOffset + output.count
        let count = levelCount
        Self.appendLevels(buffer, to: &page)
        if let dictionary {
            page.append(UInt8(dictionary.bitWidth))
            RunLengthEncoding.append(
                dictionary.indices, bitWidth: dictionary.bitWidth, to: &page)
        } else {
            PlainEncoding.appendAll(buffer, to: &page)
        }
        append(page, .data, compressor, to: &output) { header in
            header.structure(5) { dataHeader in
                dataHeader.int32(1, count)
                dataHeader.int32(
                    2,
                    (dictionary == nil ? ParquetNumbers.Encoding.plain : .dictionary).rawValue)
                dataHeader.int32(3, ParquetNumbers.Encoding.runLength.rawValue)
                dataHeader.int32(4, ParquetNumbers.Encoding.runLength.rawValue)
            }
        }
    }

    /// Appends levels, each kind with its length before it.
    private static func appendLevels(_ buffer: ColumnBuffer, to page: inout [UInt8]) {
        func append(_ levels: [UInt8], maximum: UInt8) {
            let start = page.count
            page += [0, 0, 0, 0]
            RunLengthEncoding.append(
                levels, bitWidth: RunLengthEncoding.bitWidth(maximum: Int(maximum)), to: &page)
            let length = page.count - start - 4
            for byte in 0..<4 {
                page[start + byte] = UInt8(truncatingIfNeeded: length >> (byte * 8))
            }
        }
        if buffer.column.repetition == .list { append(buffer.repetitions, maximum: 1) }
        if buffer.column.repetition != .required {
            append(buffer.definitions, maximum: buffer.column.maximumDefinition)
        }
    }

    private mutating func append(
        _ page: [UInt8], _ type: ParquetNumbers.PageType, _ compressor: (any PageCompressor)?,
        to output: inout [UInt8], kind: (inout ThriftWriter) -> Void
    ) {
        var compressed: [UInt8] = []
        if let compressor { compressor.append(page, to: &compressed) } else { compressed = page }
        var header = ThriftWriter()
        header.structure { header in
            header.int32(1, type.rawValue)
            header.int32(2, page.count)
            header.int32(3, compressed.count)
            kind(&header)
        }
        output += header.bytes
        output += compressed
        uncompressedByteCount += header.bytes.count + page.count
        compressedByteCount += header.bytes.count + compressed.count
    }

    /// Writes what the footer says of the column, as a list's element.
    func write(to thrift: inout ThriftWriter) {
        thrift.structure { chunk in
            chunk.int64(2, 0)
            chunk.structure(3) { metadata in
                metadata.int32(1, column.content.physicalType.rawValue)
                writeEncodings(to: &metadata)
                metadata.list(3, of: .binary, count: column.path.count)
                for name in column.path { metadata.textElement(name) }
                metadata.int32(4, codec.rawValue)
                metadata.int64(5, levelCount)
                metadata.int64(6, uncompressedByteCount)
                metadata.int64(7, compressedByteCount)
                metadata.int64(9, dataOffset)
                if let dictionaryOffset { metadata.int64(11, dictionaryOffset) }
                statistics.write(12, to: &metadata)
                writePageCounts(to: &metadata)
            }
        }
    }

    private func writeEncodings(to metadata: inout ThriftWriter) {
        var encodings: [ParquetNumbers.Encoding] = [.plain, .runLength]
        if dictionaryOffset != nil { encodings.append(.dictionary) }
        metadata.list(2, of: .int32, count: encodings.count)
        for encoding in encodings { metadata.int32Element(encoding.rawValue) }
    }

    /// By the encodings of all pages a reader knows whether the dictionary has all values.
    private func writePageCounts(to metadata: inout ThriftWriter) {
        var pages: [(ParquetNumbers.PageType, ParquetNumbers.Encoding)] = [(.data, .plain)]
        if dictionaryOffset != nil { pages = [(.dictionary, .plain), (.data, .dictionary)] }
        metadata.list(13, of: .structure, count: pages.count)
        for (type, encoding) in pages {
            metadata.structure { page in
                page.int32(1, type.rawValue)
                page.int32(2, encoding.rawValue)
                page.int32(3, 1)
            }
        }
    }
}
