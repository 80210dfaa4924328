import ParquetEncoding
import RowEncoding

/// A file of one hour while rows come: beside the readable ones, under a name of its own.
///
/// Whatever has been made durable ends with a footer, so that it is a whole Parquet file at each
/// commit. What comes next is written behind that footer, which readers then never look at.
final class ParquetPart {
    let reader: ParquetRowReader
    let hour: EventHour
    let number: Int
    /// When it was begun, in seconds of the sink's clock.
    let begunSeconds: Int64
    private let path: String
    private let compressor: any PageCompressor
    private let footer: ParquetFooter
    private var file: AppendFile?
    private var rowGroups: [RowGroupMetadata] = []
    /// The length of the file with its newest footer.
    private var endOfFooter: Int64 = 0
    var rows: RowGroupBuffer
    /// Tells which of several parts was written to last.
    var lastWrite = 0

    /// A part that has no file before it has rows.
    init(
        _ reader: ParquetRowReader, _ hour: EventHour, number: Int, path: String,
        begunSeconds: Int64, compressor: any PageCompressor, version: String
    ) {
        self.reader = reader
        self.hour = hour
        self.number = number
        self.path = path
        self.begunSeconds = begunSeconds
        self.compressor = compressor
        let table = reader.table
        rows = RowGroupBuffer(table.schema)
        footer = ParquetFooter(
            table.schema, createdBy: "weir version \(version) (build release)",
            keyValues: [
                ("weir.version", version), ("weir.table", table.rowTable.name),
                ("weir.hour", hour.text),
            ])
    }

    /// Whether it has neither rows nor a file.
    var isEmpty: Bool { rows.rowCount == 0 && file == nil }

    /// What the state says of it: what has been made durable.
    func state(isComplete: Bool) -> ParquetFolderState.File {
        ParquetFolderState.File(
            table: reader.table.rowTable.name, hour: hour.number, number: number,
            length: endOfFooter, isComplete: isComplete)
    }

    var length: Int64 { file?.length ?? 0 }

    /// Writes the rows that have come as a row group.
    ///
    /// The rows stay where that fails, so that it may be done again.
    func writeRowGroup() throws(SinkError) {
        guard rows.rowCount > 0 else { return }
        let file = if let begun = self.file { begun } else { try begin() }
        let (bytes, metadata) = rows.encoded(fileOffset: Int(file.length), compressor: compressor)
        try file.append { $0 += bytes }
        rowGroups.append(metadata)
        rows = RowGroupBuffer(reader.table.schema)
    }

    private func begin() throws(SinkError) -> AppendFile {
        let file = try AppendFile(path: path)
        // One that was begun by a process that never committed it.
        try file.truncate(to: 0)
        try file.append { $0 += ParquetFooter.header }
        self.file = file
        return file
    }

    /// Makes all rows durable, as a whole Parquet file.
    func synchronise() throws(SinkError) {
        try writeRowGroup()
        guard let file else { return }
        if file.length != endOfFooter {
            let bytes = footer.footer(rowGroups)
            try file.append { $0 += bytes }
            endOfFooter = file.length
        }
        try file.synchronise()
    }

    /// Releases the file; what wasn't made durable is forgotten.
    func close() {
        file?.close()
        file = nil
    }
}
