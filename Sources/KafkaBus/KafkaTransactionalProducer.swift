import CRdKafka
import StreamProcessing

/// Appends records to Kafka in transactions.
///
/// An error with `isFatal` is a normal thing: a newer producer, a transaction that took too long,
/// or a broker's restart at the wrong moment end a producer for good, and the owner makes a new
/// one.
final class KafkaTransactionalProducer: TransactionalProducer {
    private enum State {
        case idle
        case open
        case unusable
    }

    private let identifier: String
    private let limits: KafkaLimits
    private let failures: FailureMapper
    private var queue: RecordQueue?
    private var state = State.idle

    /// Makes the producer; fences every older one and aborts its open transaction.
    init(identifier: String, admin: AdminClient, log: KafkaLog) throws(BusError) {
        self.identifier = identifier
        limits = admin.server.limits
        failures = admin.server.failures
        _ = try admin.connected()
        let client = try KafkaClient(
            role: .transactionalProducer(identifier: identifier), server: admin.server, log: log)
        queue = RecordQueue(client: client, admin: admin)
        try unsafe step("start the transactional producer \(identifier)") { remaining in
            unsafe rd_kafka_init_transactions(client.handle, remaining)
        }
    }

    deinit {
        close()
    }

    func begin() throws(BusError) {
        let action = "begin a transaction of \(identifier)"
        let client = try open(action).client
        try requireUsable(action)
        guard state == .idle else {
            throw failures.error(.invalidState, action, "one is open already; commit or abort it")
        }
        // librdkafka 2.1 could hang here with a fatal error raised.
        if let fatal = client.fatalError(action) { throw failed(fatal) }
        if let refused = unsafe rd_kafka_begin_transaction(client.handle) {
            throw failed(unsafe failures.transactionError(consuming: refused, action))
        }
        state = .open
    }

    func send(_ record: OutgoingRecord) throws(BusError) {
        let action = "send in a transaction of \(identifier)"
        let queue = try open(action)
        try requireTransaction(action)
        let (bytes, limit) = try queue.check(record)
        do {
            try queue.send(record, bytes: bytes, limit: limit)
        } catch {
            throw outcome(of: error, action)
        }
    }

    func flush() throws(BusError) {
        let action = "flush in a transaction of \(identifier)"
        let queue = try open(action)
        do {
            try queue.flush()
        } catch {
            throw outcome(of: error, action)
        }
    }

    func flush(withinMilliseconds limit: Int32) throws(BusError) -> Bool {
        let action = "flush in a transaction of \(identifier)"
        let queue = try open(action)
        do {
            return try queue.flush(withinMilliseconds: limit)
        } catch {
            throw outcome(of: error, action)
        }
    }

    func commit(
        _ offsets: [ConsumedOffset], of consumer: any GroupConsumer
    ) throws(BusError) {
        let action = "commit a transaction of \(identifier)"
        let client = try requireDelivered(action)
        if !offsets.isEmpty {
            guard let member = consumer as? KafkaGroupConsumer else {
                throw failures.error(.invalidState, action, "the consumer is of another bus")
            }
            try unsafe step(action) { (remaining) throws(BusError) in
                // A transaction of this age has been ended by the broker, whatever the call says.
                let time = min(remaining, limits.transactionMilliseconds / 2)
                let call = OffsetsCall(
                    client: client, offsets: PartitionList(offsets),
                    metadata: try member.metadata(for: offsets, action), withinMilliseconds: time)
                let (hasReturned, error) = unsafe call.wait(
                    milliseconds: time + limits.overdueMilliseconds)
                guard hasReturned else { throw overdue(action) }
                return unsafe error
            }
        }
        try commit(client, action)
    }

    /// The error for a call that should have returned, which leaves the producer unusable.
    private func overdue(_ action: String) -> BusError {
        var error = failures.error(
            .timedOut, action, "librdkafka doesn't return; a new producer goes on")
        error.isFatal = true
        return failed(error)
    }

    func commit() throws(BusError) {
        let action = "commit a transaction of \(identifier)"
        try commit(requireDelivered(action), action)
    }

    /// The client of an open transaction none of whose records has failed so far.
    private func requireDelivered(_ action: String) throws(BusError) -> KafkaClient {
        let queue = try open(action)
        try requireTransaction(action)
        do {
            try queue.throwUndelivered()
        } catch {
            throw outcome(of: error, action)
        }
        return queue.client
    }

    private func commit(_ client: KafkaClient, _ action: String) throws(BusError) {
        // librdkafka recommends -1, what is left of the transaction's own time. But with a broker
        // that is silent that is for ever; where this time is over, the producer is given up
        // anyway.
        try unsafe step(action) { remaining in
            unsafe rd_kafka_commit_transaction(client.handle, remaining)
        }
        state = .idle
    }

    func abort() throws(BusError) {
        try abort(withinMilliseconds: limits.transactionMilliseconds)
    }

    private func abort(withinMilliseconds limit: Int32) throws(BusError) {
        let action = "abort a transaction of \(identifier)"
        let queue = try open(action)
        try requireTransaction(action)
        // With Kafka 4, librdkafka 2.0.2 fails for good where nothing has reached the broker yet.
        queue.settle(withinMilliseconds: limits.abortFlushMilliseconds)
        try unsafe step(action, withinMilliseconds: limit) { remaining in
            unsafe rd_kafka_abort_transaction(queue.client.handle, remaining)
        }
        // What failed belonged to the transaction, so it is forgotten with it.
        _ = queue.client.context.takeUndelivered()
        state = .idle
    }

    func close() {
        guard queue != nil else { return }
        // An open transaction would hold up every reader until its timeout.
        if state == .open { try? abort(withinMilliseconds: limits.closeMilliseconds) }
        queue = nil
    }

    private func open(_ action: String) throws(BusError) -> RecordQueue {
        guard let queue else {
            throw failures.error(.invalidState, action, "the producer is closed")
        }
        return queue
    }

    private func requireTransaction(_ action: String) throws(BusError) {
        try requireUsable(action)
        guard state == .open else {
            throw failures.error(.invalidState, action, "no transaction is open; begin one")
        }
    }

    private func requireUsable(_ action: String) throws(BusError) {
        guard state == .unusable else { return }
        var error = failures.error(.invalidState, action, "the producer has failed; make a new one")
        error.isFatal = true
        throw error
    }

    /// Tries a step of the protocol again while that may help, within the time for it.
    ///
    /// Where the time is over, nobody knows what became of the transaction: a new producer finds
    /// out.
    private func step(
        _ action: String, withinMilliseconds limit: Int32? = nil,
        _ call: (Int32) throws(BusError) -> OpaquePointer?
    ) throws(BusError) {
        let deadline = Deadline(afterMilliseconds: limit ?? limits.transactionMilliseconds)
        while let refused = try unsafe call(max(1, deadline.remainingMilliseconds)) {
            var error = unsafe failures.transactionError(consuming: refused, action)
            guard error.isRetriable else { throw failed(error) }
            if deadline.hasPassed {
                error.isRetriable = false
                error.isFatal = true
                throw failed(error)
            }
            // Serves delivery reports, and keeps a refusal that comes at once from spinning.
            if let client = queue?.client {
                _ = unsafe rd_kafka_poll(client.handle, limits.queuePollMilliseconds)
            }
        }
    }

    /// The error of a record that was queued means that the whole transaction must be aborted.
    private func outcome(of error: BusError, _ action: String) -> BusError {
        if error.isFatal { return failed(error) }
        var abort = failures.error(.abortRequired, action, "the transaction must be aborted")
        abort.cause = error.description
        return abort
    }

    private func failed(_ error: BusError) -> BusError {
        if error.isFatal { state = .unusable }
        return error
    }
}
