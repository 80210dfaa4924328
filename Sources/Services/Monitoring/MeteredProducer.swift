import StreamProcessing

/// A producer whose records are counted; belongs to its owner's thread.
final class MeteredProducer: BusProducer {
    private let inner: any BusProducer
    private let metrics: BusMetrics
    private var topics: [String: BusMetrics.Traffic] = [:]

    init(_ inner: any BusProducer, _ metrics: BusMetrics) {
        self.inner = inner
        self.metrics = metrics
    }

    func send(_ record: OutgoingRecord) throws(BusError) {
        try metrics.counting { () throws(BusError) in try inner.send(record) }
        count(record)
    }

    func send(
        _ record: OutgoingRecord, withinMilliseconds limit: Int32
    ) throws(BusError) -> Bool {
        let isSent = try metrics.counting { () throws(BusError) in
            try inner.send(record, withinMilliseconds: limit)
        }
        if isSent { count(record) }
        return isSent
    }

    private func count(_ record: OutgoingRecord) {
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

    func close() {
        inner.close()
    }
}
