/// A log of topics that stages share: Kafka, or one SQLite file.
///
/// Calls block, so they belong on threads of their own and never on Swift's cooperative ones.
/// The bus itself may be used from several threads; a producer or consumer belongs to one thread.
public protocol MessageBus: AnyObject, Sendable {
    /// What the bus is, for messages: `sqlite:PATH` or `kafka:HOST:PORT`.
    var address: String { get }

    /// A name that no other bus has, not even one that takes this one's address later: offsets that
    /// are remembered elsewhere mean something only together with it.
    func identity() throws(BusError) -> String

    /// How long a new topic may be unknown to some of the bus's servers, in milliseconds.
    var topicDelayMilliseconds: Int64 { get }

    /// A producer whose records are visible once they are appended. It retries by itself and does
    /// not duplicate.
    func makeProducer() throws(BusError) -> any BusProducer

    /// A producer whose records become visible together with the offsets they were made from.
    ///
    /// - Parameter identifier: Stable over restarts of the same member. Creating a producer fences
    ///   every older one with the same identifier and aborts its open transaction.
    func makeTransactionalProducer(
        identifier: String
    ) throws(BusError) -> any TransactionalProducer

    /// A member of a consumer group: the group's members share the partitions of the topics.
    ///
    /// It reads only committed records and never commits by itself. A partition without a
    /// committed offset starts at the oldest record unless `listener` says otherwise.
    ///
    /// - Parameter instance: The member's name over its restarts, which no other member of the
    ///   group has: who joins with it takes the place and the partitions of who had it before,
    ///   at once, and that one's calls throw `replaced`. On Kafka such a member doesn't leave when
    ///   it is closed, so that its partitions wait for its next start, as long as a session. Nil
    ///   for a member without a name.
    func makeConsumer(
        group: String, topics: [String], instance: String?, listener: any RebalanceListener
    ) throws(BusError) -> any GroupConsumer

    /// A reader of given partitions, outside any group; it reads only committed records.
    func makeReader(
        _ partitions: [TopicPartition: StartOffset]
    ) throws(BusError) -> any BusReader

    /// All topics whose names begin with `prefix`, by name; internal ones are left out.
    func topics(prefix: String) throws(BusError) -> [TopicSpecification]

    /// Creates topics that don't exist and repairs retention and sizes of those that do.
    ///
    /// Nothing is changed where any of them has a drift that can't be repaired: another number of
    /// partitions or another cleanup is an error with code `drift`.
    ///
    /// - Returns: One line a topic: `created`, `updated` or `unchanged`.
    func apply(_ specifications: [TopicSpecification]) throws(BusError) -> [TopicChange]

    /// The offsets that a partition holds now.
    func offsets(of partition: TopicPartition) throws(BusError) -> OffsetRange

    /// How far a group has come; partitions without a commit are left out.
    func committed(
        group: String, partitions: [TopicPartition]
    ) throws(BusError) -> [ConsumedOffset]

    /// Deletes the records of a partition below `offset`, for good.
    func deleteRecords(before offset: Int64, in partition: TopicPartition) throws(BusError)
}

extension MessageBus {
    /// None: who makes a topic and who looks for it ask the same.
    public var topicDelayMilliseconds: Int64 { 0 }

    /// A member of a consumer group without a name of its own.
    public func makeConsumer(
        group: String, topics: [String], listener: any RebalanceListener
    ) throws(BusError) -> any GroupConsumer {
        try makeConsumer(group: group, topics: topics, instance: nil, listener: listener)
    }
}
