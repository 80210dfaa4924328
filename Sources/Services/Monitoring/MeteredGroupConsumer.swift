import StreamProcessing

/// A member of a group whose records are counted; belongs to its owner's thread.
final class MeteredGroupConsumer: GroupConsumer {
    /// The bus's own consumer.
    let inner: any GroupConsumer
    private let metrics: BusMetrics
    private var topics: [String: BusMetrics.Traffic] = [:]
    /// The topic of the last record: mostly that of the next one too.
    private var last: (topic: String, traffic: BusMetrics.Traffic)?

    init(_ inner: any GroupConsumer, _ metrics: BusMetrics) {
        self.inner = inner
        self.metrics = metrics
    }

    func poll(timeoutMilliseconds: Int32) throws(BusError) -> ReaderEvent? {
        let event = try metrics.counting { () throws(BusError) in
            try inner.poll(timeoutMilliseconds: timeoutMilliseconds)
        }
        if case .record(let record)? = event {
            let topic = record.topicPartition.topic
            traffic(of: topic).count(record.value.count, record.key)
        }
        return event
    }

    private func traffic(of topic: String) -> BusMetrics.Traffic {
        if let last, last.topic == topic { return last.traffic }
        // The counters of a topic are looked up once: from then on there is no lock.
        let traffic = topics[topic] ?? metrics.consumed(from: topic)
        topics[topic] = traffic
        last = (topic, traffic)
        return traffic
    }

    func commit(_ offsets: [ConsumedOffset]) throws(BusError) {
        try metrics.counting { () throws(BusError) in try inner.commit(offsets) }
    }

    func seek(_ partition: TopicPartition, to offset: Int64) throws(BusError) {
        try inner.seek(partition, to: offset)
    }

    func pause() throws(BusError) {
        try inner.pause()
    }

    func resume() throws(BusError) {
        try inner.resume()
    }

    func close() {
        inner.close()
    }
}
