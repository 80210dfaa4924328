internal import SQLiteStorage
internal import StreamProcessing

/// Reads the records of some partitions ahead, in chunks, and waits for more.
///
/// Belongs to its reader's thread. What it holds ready is bounded in records and bytes.
final class RecordFetcher {
    /// How far the fetcher has come in a partition.
    private struct Cursor {
        let place: TopicPartition
        let partition: Int64
        /// Where reading begins; nil once it is found.
        var start: StartOffset?
        /// The next offset to fetch.
        var position: Int64 = 0
        /// The end that was told last; -1 for none.
        var toldEnd: Int64 = -1
    }

    private let file: BusFile
    private let connection: BusFileConnection
    private var cursors: [Cursor] = []
    /// Where the next round begins, so that no partition starves behind another.
    private var firstCursor = 0
    /// What was fetched; nil where it was handed out, which then nobody else keeps.
    private var ready: [ReaderEvent?] = []
    private var readyIndex = 0
    /// The file's state at the last round that found nothing; nil where there may be more.
    private var quietState: (changes: UInt64, dataVersion: Int64)?

    /// A fetcher without partitions.
    init(_ file: BusFile) throws(BusError) {
        self.file = file
        connection = try file.connect()
    }

    /// Begins to read a partition; where that is in the file is found with the next fetch.
    func add(_ place: TopicPartition, partition: Int64, from start: StartOffset) {
        cursors.append(Cursor(place: place, partition: partition, start: start))
        quietState = nil
    }

    /// Finds now where the partitions begin.
    func findStarts() throws(SQLiteError) {
        try connection.database.readTransaction { () throws(SQLiteError) in
            for index in cursors.indices { try findStart(index) }
        }
    }

    private func findStart(_ index: Int) throws(SQLiteError) {
        guard let start = cursors[index].start else { return }
        cursors[index].position = try connection.position(
            of: start, in: cursors[index].partition)
        cursors[index].start = nil
    }

    /// Stops reading partitions and forgets what was fetched of them.
    func remove(_ places: Set<TopicPartition>) {
        cursors.removeAll { places.contains($0.place) }
        firstCursor = 0
        forget(places)
    }

    /// Goes on at another offset of a partition.
    ///
    /// - Returns: Whether the partition is read at all.
    func seek(_ place: TopicPartition, to offset: Int64) -> Bool {
        guard let index = cursors.firstIndex(where: { $0.place == place }) else { return false }
        cursors[index].start = nil
        cursors[index].position = offset
        cursors[index].toldEnd = -1
        forget([place])
        quietState = nil
        return true
    }

    /// The next event; nil where none came in time.
    func next(untilMonotonicMilliseconds end: Int64) throws(SQLiteError) -> ReaderEvent? {
        while true {
            if let event = takeReady() { return event }
            if try isQuiet() {
                guard try waitForChange(untilMonotonicMilliseconds: end) else { return nil }
            }
            let state = (changes: file.changes.count, dataVersion: try dataVersion())
            try fetch()
            quietState = ready.isEmpty ? state : nil
        }
    }

    /// The group's generation, looked up on the reader's own connection.
    func generation(of group: Int64) throws(SQLiteError) -> Int64? {
        try connection.integer(
            "SELECT generation FROM consumer_groups WHERE id = ?1", .integer(group))
    }

    private func takeReady() -> ReaderEvent? {
        guard readyIndex < ready.count else { return nil }
        var event: ReaderEvent?
        swap(&event, &ready[readyIndex])
        readyIndex += 1
        if readyIndex == ready.count {
            ready.removeAll(keepingCapacity: true)
            readyIndex = 0
        }
        return event
    }

    private func forget(_ places: Set<TopicPartition>) {
        ready = ready[readyIndex...].filter { event in
            switch event {
            case .record(let record): !places.contains(record.topicPartition)
            case .endOfPartition(let place, _): !places.contains(place)
            case nil: false
            }
        }
        readyIndex = 0
    }

    /// Whether nothing has changed since a round that found nothing.
    private func isQuiet() throws(SQLiteError) -> Bool {
        guard let quietState, quietState.changes == file.changes.count else { return false }
        return try dataVersion() == quietState.dataVersion
    }

    /// Waits for a change of this process, and looks for those of others now and then.
    private func waitForChange(untilMonotonicMilliseconds end: Int64) throws(SQLiteError) -> Bool {
        guard let quietState else { return true }
        while true {
            let now = BusClock.monotonicMilliseconds()
            guard now < end else { return false }
            let look = min(end, now + file.options.crossProcessPollMilliseconds)
            if file.changes.wait(since: quietState.changes, untilMonotonicMilliseconds: look) {
                return true
            }
            if try dataVersion() != quietState.dataVersion { return true }
        }
    }

    /// A number that changes with each commit of another connection.
    private func dataVersion() throws(SQLiteError) -> Int64 {
        try connection.integer("PRAGMA data_version") ?? 0
    }

    /// Fetches a chunk of each partition, until there is enough.
    private func fetch() throws(SQLiteError) {
        guard !cursors.isEmpty else { return }
        var budget = ChunkBudget(
            records: file.options.maximumPrefetchRecords,
            bytes: file.options.maximumPrefetchBytes)
        try connection.database.readTransaction { () throws(SQLiteError) in
            for step in 0..<cursors.count {
                let index = (firstCursor + step) % cursors.count
                try fetch(index, budget: &budget, remainingCursors: cursors.count - step)
                guard budget.isExhausted else { continue }
                firstCursor = (index + 1) % cursors.count
                return
            }
        }
    }

    /// Fetches a chunk of one partition.
    private func fetch(
        _ index: Int, budget: inout ChunkBudget, remainingCursors: Int
    ) throws(SQLiteError) {
        try findStart(index)
        var cursor = cursors[index]
        defer { cursors[index] = cursor }
        let range = try connection.offsets(of: cursor.partition)
        cursor.position = max(cursor.position, range.oldest)
        if cursor.position < range.end {
            var share = budget.share(of: remainingCursors)
            let given = share
            let last = try connection.readRecords(
                of: cursor.partition, place: cursor.place, from: cursor.position, budget: &share,
                into: &ready)
            budget.spend(given, leaving: share)
            // Where the chunk wasn't enough there is more; else all below the end was read, also
            // where the newest offsets have no record any more.
            cursor.position = share.isExhausted ? (last ?? cursor.position - 1) + 1 : range.end
        }
        guard cursor.position >= range.end, cursor.toldEnd != range.end else { return }
        cursor.toldEnd = range.end
        ready.append(.endOfPartition(cursor.place, nextOffset: range.end))
    }
}
