import ParquetEncoding
import RowEncoding
public import StreamProcessing
public import TopicEncoding

/// Writes each topic to Parquet files, one or more for each hour of event time.
///
/// Rows wait in memory until they are a row group at the end of their hour's part. A commit writes
/// what waits, makes all parts durable, each as a whole Parquet file, and then replaces the state
/// file, which tells their lengths and the offsets. Only what the state calls complete is renamed
/// to where readers look. When a folder is opened again, each part is cut to its durable length
/// and is complete.
public final class ParquetSink: RecordSink {
    private let folder: ParquetFolder
    private let stateFile: FolderStateFile
    private let lock: AppendFile
    private let limits: ParquetLimits
    private let version: String
    private let clockSeconds: () -> Int64
    private let readers: [TopicName: ParquetRowReader]
    private let compressor = ParquetPageCompressor()
    /// What is durable, or nearly so: the state file's content.
    private var state: ParquetFolderState
    private var parts: [ParquetPart] = []
    /// The newest event time of each topic's rows.
    private var newest: [TopicName: Int64] = [:]
    private var writes = 0
    /// Whether rows have come since the last commit, whose offsets only the next one brings.
    private var hasUncommittedRows = false
    private var isClosed = false

    /// The topics of the tables.
    public let topics: [TopicName] = RowTable.all.map(\.topic)

    /// The folder's, since it was begun.
    public var identity: String? { state.identity }

    /// Where each partition goes on.
    public var resumeOffsets: [TopicPartition: Int64] { state.nextOffsets }

    /// Opens a folder, or makes it.
    ///
    /// - Parameter version: weir's version, for the files to tell.
    public convenience init(path: String, mode: SinkMode, version: String) throws(SinkError) {
        try self.init(
            path: path, mode: mode, version: version, limits: ParquetLimits(),
            clockSeconds: { WallTime.seconds })
    }

    init(
        path: String, mode: SinkMode, version: String, limits: ParquetLimits,
        clockSeconds: @escaping () -> Int64
    ) throws(SinkError) {
        folder = ParquetFolder(path: path)
        self.version = version
        self.limits = limits
        self.clockSeconds = clockSeconds
        stateFile = FolderStateFile(folder: path, name: ParquetFolder.stateName)
        readers = Dictionary(
            uniqueKeysWithValues: RowTable.all.map { ($0.topic, ParquetRowReader($0)) })
        try FolderStateFile.makeFolder(folder.partsPath)
        lock = try AppendFile(path: "\(folder.partsPath)/lock")
        let bus: String? = if case .resume(let bus) = mode { bus } else { nil }
        let earlier = try stateFile.read(ParquetFolderState.init)
        state = earlier ?? ParquetFolderState(bus: bus)
        guard state.bus == bus else { throw otherBus() }
        if earlier == nil, try folder.hasTables { throw foreign() }
        if bus != nil, state.identity == nil { state.identity = FolderState.newIdentity() }
        if bus == nil {
            // The state comes first: a crash from here on leaves files to be deleted again.
            state = ParquetFolderState(bus: nil)
            try stateFile.write(state.encoded())
            try folder.removeTables()
        } else if earlier != state {
            try stateFile.write(state.encoded())
        }
        try folder.check(state.files)
        try folder.removeParts(except: Set(state.files.map(\.number)))
        try completeAll()
    }

    /// Takes a record into its hour's rows.
    public func write(_ record: BusRecord, topic: TopicName) throws(SinkError) {
        guard let reader = readers[topic], !isClosed else {
            throw SinkError(
                .invalidState, "The files of \(folder.path) don't take \(topic.rawValue).")
        }
        let part: ParquetPart
        do throws(RowError) {
            let time = try reader.check(record)
            part = self.part(reader, EventHour(containing: time))
            try reader.append(record, to: &part.rows)
            // A time that the clock hasn't come to says nothing about which hours are over.
            let now = clockSeconds().multipliedReportingOverflow(by: 1_000_000_000)
            let credible = now.overflow ? time : min(time, now.partialValue)
            newest[topic] = max(newest[topic] ?? .min, credible)
        } catch {
            throw SinkError(error)
        }
        hasUncommittedRows = true
        writes += 1
        part.lastWrite = writes
        if part.rows.rowCount >= limits.rowGroupRows { try part.writeRowGroup() }
        // Adding up takes a while; in between there are only so many rows more.
        if writes % 128 == 0 || record.value.count > 1 << 18 { try writeLargest() }
    }

    /// The part of an hour, a new one where there is none.
    private func part(_ reader: ParquetRowReader, _ hour: EventHour) -> ParquetPart {
        if let part = parts.first(where: { $0.hour == hour && $0.reader === reader }) {
            return part
        }
        let number = state.nextNumber
        state.nextNumber += 1
        let part = ParquetPart(
            reader, hour, number: number, path: folder.partPath(number),
            begunSeconds: clockSeconds(), compressor: compressor, version: version)
        parts.append(part)
        return part
    }

    /// Writes row groups of the largest parts until what waits is within its bound.
    private func writeLargest() throws(SinkError) {
        var sizes = parts.map { $0.rows.byteCount }
        var sum = sizes.reduce(0, +)
        while sum > limits.bufferedBytes, let size = sizes.max(),
            let largest = sizes.firstIndex(of: size)
        {
            try parts[largest].writeRowGroup()
            sum -= size
            sizes[largest] = 0
        }
    }

    /// Row groups are large, so that commits are rare; rows are on the bus until then.
    public var cadence: SinkCadence? {
        SinkCadence(
            maximumRows: limits.commitRows, intervalMilliseconds: limits.commitMilliseconds)
    }

    /// True once so many hours are open that some must be complete.
    public var isCommitDue: Bool { parts.count >= limits.openParts }

    /// Makes all rows durable with the offsets, and complete files readable.
    public func commit(_ offsets: [TopicPartition: Int64]) throws(SinkError) {
        for part in parts { try part.synchronise() }
        parts.removeAll { $0.isEmpty }
        // The parts' names must be durable too.
        if !parts.isEmpty { try FolderStateFile.synchroniseFolder(folder.partsPath) }
        var next = state
        next.nextOffsets.merge(offsets) { $1 }
        let complete = completeParts()
        next.files = parts.map { $0.state(isComplete: complete.contains($0.number)) }
        if next != state {
            try stateFile.write(next.encoded())
            state = next
        }
        hasUncommittedRows = false
        try placeComplete()
    }

    /// The numbers of the parts to which nothing is added any more.
    private func completeParts() -> Set<Int> {
        let now = clockSeconds()
        var numbers: Set<Int> = []
        for part in parts {
            let newest = newest[part.reader.table.rowTable.topic] ?? .min
            let (end, overflows) = part.hour.endNanoseconds.addingReportingOverflow(
                limits.graceSeconds * 1_000_000_000)
            let isOver = !overflows && newest >= end
            if isOver || part.length >= limits.fileBytes
                || now - part.begunSeconds >= limits.openSeconds
            {
                numbers.insert(part.number)
            }
        }
        if parts.count >= limits.openParts {
            let oldest = parts.sorted { $0.lastWrite < $1.lastWrite }
            numbers.formUnion(oldest.prefix(parts.count - limits.openParts / 2).map(\.number))
        }
        return numbers
    }

    /// Gives the files that are complete by the state their places, and then forgets them.
    private func placeComplete() throws(SinkError) {
        let complete = state.files.filter(\.isComplete)
        if complete.isEmpty { return }
        let numbers = Set(complete.map(\.number))
        for part in parts where numbers.contains(part.number) { part.close() }
        parts.removeAll { numbers.contains($0.number) }
        for file in complete { try folder.place(complete: file) }
        var next = state
        next.files.removeAll(where: \.isComplete)
        try stateFile.write(next.encoded())
        state = next
    }

    /// Makes files readable that have been open for long, where no rows come that bring a commit.
    public func tick() throws(SinkError) {
        // With rows waiting a commit comes anyway, and it knows their offsets.
        guard !hasUncommittedRows, !isClosed else { return }
        let now = clockSeconds()
        if parts.contains(where: { now - $0.begunSeconds >= limits.openSeconds }) {
            try commit([:])
        }
    }

    /// Completes the files with all that was committed; rows that weren't are forgotten.
    ///
    /// What can't be completed now is so when the folder is opened again.
    public func close() {
        if isClosed { return }
        isClosed = true
        for part in parts { part.close() }
        parts = []
        try? completeAll()
        lock.close()
    }

    /// Completes each file as it is durable by the state.
    private func completeAll() throws(SinkError) {
        var next = state
        for place in next.files.indices { next.files[place].isComplete = true }
        if next != state {
            try stateFile.write(next.encoded())
            state = next
        }
        try placeComplete()
    }

    private func otherBus() -> SinkError {
        SinkError(
            .foreign,
            "The folder \(folder.path) holds the records of another bus; "
                + "choose another folder, or move this one away.")
    }

    private func foreign() -> SinkError {
        SinkError(
            .foreign,
            "\(folder.path) has tables already that weren't written by weir; choose another folder "
                + "or move it away.")
    }
}
