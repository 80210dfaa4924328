public import StreamProcessing
public import TopicEncoding

/// Writes each topic to a file of its own in one folder.
///
/// A commit makes the files durable, then replaces the state file, which tells their lengths and
/// the offsets. Whatever stands after those lengths when the folder is opened again is cut off: it
/// was on its way when the process ended, and its records will come again.
public final class FolderSink: RecordSink {
    /// How records are written.
    public enum Format: String, Sendable {
        /// The record's value as it is, one a line.
        case ndjson
        /// A header, then a line of fields for each record.
        case csv
    }

    private let stateFile: FolderStateFile
    private var state: FolderState
    private var files: [TopicName: AppendFile] = [:]
    private var formatters: [TopicName: any RowFormatter] = [:]

    /// The topics of the files.
    public let topics: [TopicName] = SinkTable.all.map(\.topic)

    /// Opens a folder, or makes it.
    public init(path: String, mode: SinkMode, format: Format) throws(SinkError) {
        try FolderStateFile.makeFolder(path)
        stateFile = FolderStateFile(folder: path, name: ".weir-\(format.rawValue).json")
        state = FolderState(bus: nil)
        var earlier: FolderState?
        for table in SinkTable.all {
            let file = try AppendFile(path: "\(path)/\(table.name).\(format.rawValue)")
            // Opening the first file takes its lock, so that the state can't change any more.
            if files.isEmpty { earlier = try stateFile.read() }
            guard earlier != nil || file.length == 0 else { throw foreign(file) }
            files[table.topic] = file
            formatters[table.topic] = Self.formatter(format, table)
        }
        let bus: String? = if case .resume(let bus) = mode { bus } else { nil }
        // What came from a lasting bus is never replaced, and goes on with that bus only.
        guard earlier == nil || earlier?.bus == bus else { throw otherBus() }
        state = bus == nil ? FolderState(bus: nil) : earlier ?? FolderState(bus: bus)
        // The state comes first: a crash from here on leaves files that are longer than it says.
        if earlier != state { try stateFile.write(state) }
        for table in SinkTable.all { try prepare(table) }
        // Headers are there from the start, also where no row ever comes.
        try commit([:])
    }

    /// Where each partition goes on.
    public var resumeOffsets: [TopicPartition: Int64] { state.nextOffsets }

    /// Appends a record's line.
    public func write(_ record: BusRecord, topic: TopicName) throws(SinkError) {
        guard let file = files[topic], let formatter = formatters[topic] else {
            throw SinkError(
                .invalidState, "The files of \(stateFile.folder) don't take \(topic.rawValue).")
        }
        try file.append { buffer throws(SinkError) in try formatter.append(record, to: &buffer) }
    }

    /// Makes all lines durable with the offsets.
    public func commit(_ offsets: [TopicPartition: Int64]) throws(SinkError) {
        var next = state
        for table in SinkTable.all {
            guard let file = files[table.topic] else { continue }
            try file.synchronise()
            next.lengths[name(of: file)] = file.length
        }
        next.nextOffsets.merge(offsets) { $1 }
        if next == state { return }
        try stateFile.write(next)
        state = next
    }

    /// Closes the files; lines that weren't committed are cut off when the folder is opened again.
    public func close() {
        for file in files.values { file.close() }
        files = [:]
    }

    private func name(of file: AppendFile) -> String {
        file.path.split(separator: "/").last.map { String($0) } ?? file.path
    }

    /// Cuts a file to its durable length, and begins it where it is empty.
    private func prepare(_ table: SinkTable) throws(SinkError) {
        guard let file = files[table.topic], let formatter = formatters[table.topic] else { return }
        let length = state.lengths[name(of: file)] ?? 0
        guard file.length >= length else {
            throw SinkError(
                .corrupt,
                "\(file.path) is shorter than it was left; move the folder away or choose another.")
        }
        if file.length > length { try file.truncate(to: length) }
        let header = formatter.header
        if length == 0 {
            try file.append { $0 += header }
        } else if try file.prefix(header.count) != header {
            throw SinkError(
                .foreign,
                "\(file.path) has other columns than this version writes; move the folder away.")
        }
    }

    private static func formatter(_ format: Format, _ table: SinkTable) -> any RowFormatter {
        switch format {
        case .ndjson: NDJSONFormatter()
        case .csv: CSVFormatter(table)
        }
    }

    private func otherBus() -> SinkError {
        SinkError(
            .foreign,
            "The folder \(stateFile.folder) holds the records of another bus; "
                + "choose another folder, or move this one away.")
    }

    private func foreign(_ file: AppendFile) -> SinkError {
        SinkError(
            .foreign,
            "\(file.path) is there already and wasn't written by weir; choose another folder or "
                + "move it away.")
    }
}
