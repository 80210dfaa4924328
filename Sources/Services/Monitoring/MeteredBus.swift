import StreamProcessing

/// A bus whose traffic is counted; everything else is the bus's behind it.
final class MeteredBus: MessageBus {
    /// The bus behind it.
    let inner: any MessageBus
    private let metrics: BusMetrics

    init(_ inner: any MessageBus, _ metrics: BusMetrics) {
        self.inner = inner
        self.metrics = metrics
    }

    var address: String { inner.address }

    var topicDelayMilliseconds: Int64 { inner.topicDelayMilliseconds }

    func identity() throws(BusError) -> String { try inner.identity() }

    func makeProducer() throws(BusError) -> any BusProducer {
        MeteredProducer(
            try metrics.counting { () throws(BusError) in try inner.makeProducer() }, metrics)
    }

    func makeTransactionalProducer(
        identifier: String
    ) throws(BusError) -> any TransactionalProducer {
        let made = try metrics.counting { () throws(BusError) in
            try inner.makeTransactionalProducer(identifier: identifier)
        }
        return MeteredTransactionalProducer(made, metrics)
    }

    func makeConsumer(
        group: String, topics: [String], instance: String?, listener: any RebalanceListener
    ) throws(BusError) -> any GroupConsumer {
        let made = try metrics.counting { () throws(BusError) in
            try inner.makeConsumer(
                group: group, topics: topics, instance: instance, listener: listener)
        }
        return MeteredGroupConsumer(made, metrics)
    }

    func makeReader(
        _ partitions: [TopicPartition: StartOffset]
    ) throws(BusError) -> any BusReader {
        try inner.makeReader(partitions)
    }

    func topics(prefix: String) throws(BusError) -> [TopicSpecification] {
        try inner.topics(prefix: prefix)
    }

    func apply(_ specifications: [TopicSpecification]) throws(BusError) -> [TopicChange] {
        try inner.apply(specifications)
    }

    func offsets(of partition: TopicPartition) throws(BusError) -> OffsetRange {
        try inner.offsets(of: partition)
    }

    func committed(
        group: String, partitions: [TopicPartition]
    ) throws(BusError) -> [ConsumedOffset] {
        try inner.committed(group: group, partitions: partitions)
    }

    func deleteRecords(
        before offset: Int64, in partition: TopicPartition
    ) throws(BusError) {
        try inner.deleteRecords(before: offset, in: partition)
    }
}
