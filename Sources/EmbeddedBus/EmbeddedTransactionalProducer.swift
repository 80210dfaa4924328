internal import SQLiteStorage
internal import StreamProcessing

/// Appends records in transactions.
///
/// A transaction's records are kept in memory, up to a bound, and go into the file when it is
/// committed: a transaction of the file itself would keep all other writers waiting.
final class EmbeddedTransactionalProducer: TransactionalProducer {
    private enum State {
        case idle
        case open
        /// The consumer has lost partitions, so that only aborting is left.
        case mustAbort
        case failed(BusError)
        case closed
    }

    private let file: BusFile
    private let identifier: String
    private let epoch: Int64
    private var lookup: PartitionLookup
    private var state = State.idle
    private var pending: [PendingRecord] = []
    private var pendingBytes = 0

    /// Takes over the identifier from older producers.
    init(_ file: BusFile, identifier: String) throws(BusError) {
        self.file = file
        self.identifier = identifier
        lookup = PartitionLookup(file)
        epoch = try file.write { writer throws(SQLiteError) in
            .success(try writer.takeOver(identifier))
        }
    }

    func begin() throws(BusError) {
        try checkUsable()
        guard case .idle = state else {
            throw BusError(
                .invalidState, "A transaction is open already; commit or abort it first.")
        }
        let current = try file.read { connection throws(SQLiteError) in
            try connection.epoch(of: identifier)
        }
        guard current == epoch else { throw fail(fencedError) }
        state = .open
    }

    func send(_ record: OutgoingRecord) throws(BusError) {
        try checkOpen()
        let new = try lookup.pending(record)
        guard pendingBytes + new.bytes <= file.options.maximumTransactionBytes else {
            file.count { $0.fullTransactions += 1 }
            throw BusError(
                .queueFull,
                "The transaction has reached \(file.options.maximumTransactionBytes) bytes; "
                    + "commit what it has, or abort it.")
        }
        pending.append(new)
        pendingBytes += new.bytes
    }

    func flush() throws(BusError) {
        // Nothing can go wrong any more before the commit: every record was checked when sent.
        try checkOpen()
    }

    func commit(
        _ offsets: [ConsumedOffset], of consumer: any GroupConsumer
    ) throws(BusError) {
        try checkOpen()
        guard let consumer = consumer as? EmbeddedConsumer, consumer.file === file else {
            throw BusError(.invalidState, "The consumer belongs to another bus.")
        }
        let stored = try consumer.stored(offsets)
        let membership = consumer.membership
        try commit { writer throws(SQLiteError) in
            guard !stored.isEmpty else { return nil }
            guard let membership else { return consumer.lostError }
            guard try writer.moveOffsets(stored, of: membership) else {
                return try consumer.refusal(of: membership, writer.connection)
            }
            return nil
        }
        if !stored.isEmpty { consumer.didBeat() }
    }

    func commit() throws(BusError) {
        try checkOpen()
        try commit { _ in nil }
    }

    /// Appends the transaction's records in one transaction of the file.
    ///
    /// - Parameter move: Moves what is to move together with them, or says why nothing may be kept.
    private func commit(
        moving move: (BusWriter) throws(SQLiteError) -> BusError?
    ) throws(BusError) {
        do throws(BusError) {
            try file.write { writer throws(SQLiteError) -> Result<Void, BusError> in
                guard try writer.connection.epoch(of: identifier) == epoch else {
                    return .failure(fencedError)
                }
                if let refusal = try move(writer) { return .failure(refusal) }
                try writer.append(pending)
                writer.counters.transactions += 1
                return .success(())
            }
        } catch {
            if error.isFatal { throw fail(error) }
            if error.code == .lostMembership { state = .mustAbort }
            // Anything else has changed nothing, and the same call may succeed later.
            throw error
        }
        forget()
        state = .idle
        file.applyRetentionIfDue()
    }

    func abort() throws(BusError) {
        try checkUsable()
        if case .idle = state {
            throw BusError(.invalidState, "No transaction is open; begin one first.")
        }
        forget()
        state = .idle
    }

    func close() {
        forget()
        state = .closed
    }

    private func forget() {
        pending.removeAll(keepingCapacity: true)
        pendingBytes = 0
    }

    private var fencedError: BusError {
        BusError(
            .fenced,
            "A newer producer with the transactional identifier \(identifier) has taken over.",
            isFatal: true)
    }

    /// Makes the producer unusable.
    private func fail(_ error: BusError) -> BusError {
        forget()
        state = .failed(error)
        return error
    }

    private func checkUsable() throws(BusError) {
        switch state {
        case .idle, .open, .mustAbort: return
        case .failed(let error): throw error
        case .closed: throw .closedProducer
        }
    }

    private func checkOpen() throws(BusError) {
        try checkUsable()
        switch state {
        case .open: return
        case .mustAbort:
            throw BusError(
                .abortRequired,
                "The consumer has lost partitions of this transaction; abort it.")
        default:
            throw BusError(.invalidState, "No transaction is open; begin one first.")
        }
    }
}
