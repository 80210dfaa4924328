public import StreamProcessing

/// The bus on Apache Kafka, through librdkafka.
///
/// Nothing connects before the first call, and every call says so in bounded time where nobody
/// answers. Calls block; any thread may use the bus, while each producer and reader belongs to one.
public final class KafkaBus: MessageBus {
    private let server: KafkaServer
    private let log: KafkaLog
    private let admin: AdminClient

    /// A bus; throws where a property doesn't exist or makes no sense.
    ///
    /// - Parameters:
    ///   - bootstrapServers: `HOST:PORT`, several with commas between.
    ///   - properties: librdkafka's properties, set after weir's own for every client.
    ///   - onLog: Takes librdkafka's log lines, on librdkafka's threads, several at once, at most
    ///     20 a second; it must not call the bus. Without it the lines are counted only.
    public convenience init(
        bootstrapServers: String, properties: [String: String] = [:],
        onLog: (@Sendable (KafkaLogLine) -> Void)? = nil
    ) throws(BusError) {
        try self.init(
            KafkaServer(bootstrapServers: bootstrapServers, properties: properties), onLog: onLog)
    }

    /// A bus with limits of its own, for tests.
    init(_ server: KafkaServer, onLog: (@Sendable (KafkaLogLine) -> Void)? = nil) throws(BusError) {
        try ClientConfiguration.check(server.properties, for: server.address)
        try LibraryVersion.loaded.check(server.properties, for: server.address)
        self.server = server
        log = KafkaLog(sink: onLog)
        admin = AdminClient(server: server, log: log)
    }

    /// `kafka:HOST:PORT`.
    public var address: String { server.address }

    /// Brokers hear of topics that another one has made, one after the other.
    public var topicDelayMilliseconds: Int64 { Int64(server.limits.topicDelayMilliseconds) }

    /// The cluster's identifier.
    public func identity() throws(BusError) -> String { try admin.clusterIdentifier() }

    /// The version of the librdkafka that is loaded.
    public static var libraryVersion: String { LibraryVersion.loaded.text }

    /// How many lines librdkafka has written into its log.
    public var logLines: UInt64 { log.lines }

    /// How many of them the limit of 20 a second kept from the log's taker.
    public var suppressedLogLines: UInt64 { log.suppressed }

    /// An idempotent producer.
    public func makeProducer() throws(BusError) -> any BusProducer {
        try KafkaProducer(admin: admin, log: log)
    }

    /// A transactional producer, whose `transactional.id` is the identifier.
    public func makeTransactionalProducer(
        identifier: String
    ) throws(BusError) -> any TransactionalProducer {
        try KafkaTransactionalProducer(identifier: identifier, admin: admin, log: log)
    }

    /// A member of a consumer group, whose `group.instance.id` is the instance; the topics must
    /// exist.
    public func makeConsumer(
        group: String, topics: [String], instance: String?, listener: any RebalanceListener
    ) throws(BusError) -> any GroupConsumer {
        try KafkaGroupConsumer(
            group: group, topics: topics, instance: instance, listener: listener, admin: admin,
            log: log)
    }

    /// A reader of given partitions.
    public func makeReader(
        _ partitions: [TopicPartition: StartOffset]
    ) throws(BusError) -> any BusReader {
        try KafkaReader(partitions, admin: admin, log: log)
    }

    /// All topics whose names begin with `prefix`, by name.
    public func topics(prefix: String) throws(BusError) -> [TopicSpecification] {
        try admin.topics(prefix: prefix)
    }

    /// Creates and repairs topics.
    public func apply(_ specifications: [TopicSpecification]) throws(BusError) -> [TopicChange] {
        try admin.apply(specifications)
    }

    /// The offsets that a partition holds now.
    public func offsets(of partition: TopicPartition) throws(BusError) -> OffsetRange {
        try admin.offsets(of: partition)
    }

    /// How far a group has come.
    public func committed(
        group: String, partitions: [TopicPartition]
    ) throws(BusError) -> [ConsumedOffset] {
        try admin.committed(group: group, partitions: partitions)
    }

    /// Deletes the records of a partition below an offset, for good.
    public func deleteRecords(
        before offset: Int64, in partition: TopicPartition
    ) throws(BusError) {
        try admin.deleteRecords(before: offset, in: partition)
    }
}
