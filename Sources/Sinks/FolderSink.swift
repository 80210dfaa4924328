public import RowEncoding
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

    /// One of the folder's files, and how its lines are made.
    private struct TopicFile {
        var topic: TopicName
        var file: AppendFile
        var formatter: any RowFormatter
    }

    private let stateFile: FolderStateFile
    private var state: FolderState
    private var files: [TopicFile] = []

    /// The topics of the files: all, or flows alone in the columns of another tool.
    public let topics: [TopicName]

    /// Opens a folder, or makes it.
    ///
    /// - Parameter columns: Whose columns CSV files have; a folder goes on in those it was begun
    ///   with, and refuses others.
    public init(
        path: String, mode: SinkMode, format: Format, columns: ExportFormat = .weir
    ) throws(SinkError) {
        guard format == .csv || columns == .weir else {
            throw SinkError(
                .configuration, "Only the CSV sink can write \(columns.rawValue)'s columns.")
        }
        try FolderStateFile.makeFolder(path)
        stateFile = FolderStateFile(folder: path, name: ".weir-\(format.rawValue).json")
        state = FolderState(bus: nil, format: columns)
        topics = columns == .weir ? RowTable.all.map(\.topic) : [.flows]
        // Until the state tells the format, no other process may begin the folder in another one.
        let lock = try FolderLock(path)
        defer { lock.release() }
        var earlier: FolderState?
        for (name, formatter, topic) in Self.layout(format, columns) {
            let file = try AppendFile(path: "\(path)/\(name)")
            // Opening the first file takes its lock, so that the state can't change any more.
            if files.isEmpty { earlier = try stateFile.read(FolderState.init) }
            if let earlier, earlier.format != state.format { throw otherFormat(earlier, file) }
            guard earlier != nil || file.length == 0 else { throw foreign(file) }
            files.append(TopicFile(topic: topic, file: file, formatter: formatter))
        }
        let bus: String? = if case .resume(let bus) = mode { bus } else { nil }
        // What came from a lasting bus is never replaced, and goes on with that bus only.
        guard earlier == nil || earlier?.bus == bus else { throw otherBus() }
        let fresh = FolderState(bus: bus, format: columns)
        state = bus == nil ? fresh : earlier ?? fresh
        if bus != nil, state.identity == nil { state.identity = FolderState.newIdentity() }
        // The state comes first: a crash from here on leaves files that are longer than it says.
        if earlier != state { try stateFile.write(state.encoded()) }
        for file in files { try prepare(file) }
        // Headers are there from the start, also where no row ever comes.
        try commit([:])
    }

    /// The names of the files with their formatters.
    private static func layout(
        _ format: Format, _ columns: ExportFormat
    ) -> [(name: String, formatter: any RowFormatter, topic: TopicName)] {
        if let formatter = columns.formatter(time: WallTime.seconds) {
            return [(columns.fileName, formatter, .flows)]
        }
        return RowTable.all.map { table in
            let formatter: any RowFormatter =
                format == .csv ? CSVFormatter(table) : NDJSONFormatter()
            return ("\(table.name).\(format.rawValue)", formatter, table.topic)
        }
    }

    /// The folder's, since it was begun.
    public var identity: String? { state.identity }

    /// Where each partition goes on.
    public var resumeOffsets: [TopicPartition: Int64] { state.nextOffsets }

    /// Appends a record's line.
    public func write(_ record: BusRecord, topic: TopicName) throws(SinkError) {
        guard let place = files.firstIndex(where: { $0.topic == topic }) else {
            throw SinkError(
                .invalidState, "The files of \(stateFile.folder) don't take \(topic.rawValue).")
        }
        let formatter = files[place].formatter
        try files[place].file.append { buffer throws(SinkError) in
            do throws(RowError) {
                try formatter.append(record, to: &buffer)
            } catch {
                throw SinkError(error)
            }
        }
    }

    /// Makes all lines durable with the offsets.
    public func commit(_ offsets: [TopicPartition: Int64]) throws(SinkError) {
        var next = state
        for file in files.map(\.file) {
            try file.synchronise()
            next.lengths[name(of: file)] = file.length
        }
        next.nextOffsets.merge(offsets) { $1 }
        if next == state { return }
        try stateFile.write(next.encoded())
        state = next
    }

    /// Closes the files; lines that weren't committed are cut off when the folder is opened again.
    public func close() {
        for file in files { file.file.close() }
        files = []
    }

    private func name(of file: AppendFile) -> String {
        file.path.split(separator: "/").last.map { String($0) } ?? file.path
    }

    /// Cuts a file to its durable length, and begins it where it is empty.
    private func prepare(_ topicFile: TopicFile) throws(SinkError) {
        let (file, formatter) = (topicFile.file, topicFile.formatter)
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
        } else if try !formatter.isHeader(file.prefix(header.count)) {
            throw SinkError(
                .foreign,
                "\(file.path) has other columns than this version writes; move the folder away.")
        }
    }

    private func otherBus() -> SinkError {
        SinkError(
            .foreign,
            "The folder \(stateFile.folder) holds the records of another bus; "
                + "choose another folder, or move this one away.")
    }

    private func otherFormat(_ earlier: FolderState, _ file: AppendFile) -> SinkError {
        // The file was made by being opened, where the folder has none of that name.
        if file.length == 0 { file.remove() }
        let wanted = state.format ?? ExportFormat.weir.rawValue
        return SinkError(
            .foreign,
            "The folder \(stateFile.folder) holds flows in the format "
                + "\(earlier.format ?? ExportFormat.weir.rawValue), not \(wanted); choose another "
                + "folder, or move this one away.")
    }

    private func foreign(_ file: AppendFile) -> SinkError {
        SinkError(
            .foreign,
            "\(file.path) is there already and wasn't written by weir; choose another folder or "
                + "move it away.")
    }
}
