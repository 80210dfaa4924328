import ServiceRuntime
import StreamProcessing

/// A transactional producer whose records and transactions are counted; belongs to its owner's
/// thread.
final class MeteredTransactionalProducer: TransactionalProducer {
    private let inner: any TransactionalProducer
    private let metrics: BusMetrics
    private var topics: [String: BusMetrics.Traffic] = [:]
    /// A transaction was begun and isn't counted yet.
    private var isOpen = false

    init(_ inner: any TransactionalProducer, _ metrics: BusMetrics) {
        self.inner = inner
        self.metrics = metrics
    }

    func begin() throws(BusError) {
        try metrics.counting { () throws(BusError) in try inner.begin() }
        isOpen = true
    }

    func send(_ record: OutgoingRecord) throws(BusError) {
        try metrics.counting { () throws(BusError) in try inner.send(record) }
        let topic = record.topicPartition.topic
        // The counters of a topic are looked up once: from then on there is no lock.
        let traffic = topics[topic] ?? metrics.sent(to: topic)
        topics[topic] = traffic
        traffic.count(record.value.count, record.key)
    }

    func flush() throws(BusError) {
        try metrics.counting { () throws(BusError) in try inner.flush() }
    }

    func flush(withinMilliseconds limit: Int32) throws(BusError) -> Bool {
        try metrics.counting { () throws(BusError) in
            try inner.flush(withinMilliseconds: limit)
        }
    }

    func commit(_ offsets: [ConsumedOffset], of consumer: any GroupConsumer) throws(BusError) {
        // The bus knows only consumers of its own.
        let consumer = (consumer as? MeteredGroupConsumer)?.inner ?? consumer
        try commit { () throws(BusError) in try inner.commit(offsets, of: consumer) }
    }

    func commit() throws(BusError) {
        try commit { () throws(BusError) in try inner.commit() }
    }

    private func commit(_ body: () throws(BusError) -> Void) throws(BusError) {
        let began = MonotonicClock.nanoseconds
        do throws(BusError) {
            try metrics.counting(body)
        } catch {
            // Any other is aborted next, and counted then.
            if error.isFatal { count(.failed) }
            throw error
        }
        metrics.countCommit(nanoseconds: MonotonicClock.nanoseconds - began)
        count(.committed)
    }

    func abort() throws(BusError) {
        do throws(BusError) {
            try metrics.counting { () throws(BusError) in try inner.abort() }
        } catch {
            count(.failed)
            throw error
        }
        count(.aborted)
    }

    /// Closing aborts what is open.
    func close() {
        if isOpen { count(.aborted) }
        inner.close()
    }

    private func count(_ outcome: TransactionOutcome) {
        isOpen = false
        metrics.countTransaction(outcome)
    }
}
