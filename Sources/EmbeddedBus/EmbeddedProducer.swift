internal import SQLiteStorage
internal import StreamProcessing

/// Appends records in batches.
///
/// Records are held back until there are enough of them, or the oldest is old enough, and go into
/// the file in one transaction. Where that fails they stay, and the next `send` or `flush` tries
/// again; the record of a `send` that throws is not among them.
final class EmbeddedProducer: BusProducer {
    private let file: BusFile
    private var lookup: PartitionLookup
    private var pending: [PendingRecord] = []
    private var pendingBytes = 0
    private var oldestMilliseconds: Int64 = 0
    private var isClosed = false

    /// A producer without records.
    init(_ file: BusFile) {
        self.file = file
        lookup = PartitionLookup(file)
    }

    func send(_ record: OutgoingRecord) throws(BusError) {
        guard !isClosed else { throw .closedProducer }
        let new = try lookup.pending(record)
        let now = BusClock.monotonicMilliseconds()
        let options = file.options
        let isFull =
            pending.count >= options.maximumPendingRecords
            || pendingBytes + new.bytes > options.maximumPendingBytes
            || now - oldestMilliseconds >= options.maximumPendingAgeMilliseconds
        if isFull { try flush() }
        if pending.isEmpty { oldestMilliseconds = now }
        pending.append(new)
        pendingBytes += new.bytes
    }

    func flush() throws(BusError) {
        guard !isClosed else { throw .closedProducer }
        guard !pending.isEmpty else { return }
        try file.write { writer throws(SQLiteError) -> Result<Void, BusError> in
            try writer.append(pending)
            writer.counters.transactions += 1
            return .success(())
        }
        pending.removeAll(keepingCapacity: true)
        pendingBytes = 0
        file.applyRetentionIfDue()
    }

    func close() {
        isClosed = true
        pending = []
    }
}

extension BusError {
    /// A producer is used after `close`.
    static var closedProducer: BusError {
        BusError(.invalidState, "The producer is closed; make a new one.")
    }
}
