import StreamProcessing

/// A member of a group together with everything it heard and read.
///
/// Belongs to the thread of its check, which polls all members of a group in turn.
final class GroupMember: RebalanceListener {
    /// What the member heard from the group.
    enum Event: Equatable {
        /// Partitions were gained.
        case assigned([TopicPartition])
        /// Partitions were given up.
        case revoked([TopicPartition], isLost: Bool)
    }

    let name: String
    private let owners: PartitionOwners
    private var openConsumer: (any GroupConsumer)?
    private(set) var owned: Set<TopicPartition> = []
    private(set) var events: [Event] = []
    private(set) var records: [BusRecord] = []
    private(set) var committed: [ConsumedOffset] = []
    /// The next offset of each partition that records came from.
    private(set) var positions: [TopicPartition: Int64] = [:]
    /// Where to start partitions that are gained.
    var starts: [TopicPartition: StartOffset] = [:]
    /// Runs when partitions are given up.
    var onRevoked: (([TopicPartition], _ isLost: Bool) -> Void)?

    /// Joins a group.
    init(
        _ name: String, group: String, topics: [String], instance: String? = nil,
        owners: PartitionOwners, on bus: any MessageBus
    ) throws {
        self.name = name
        self.owners = owners
        openConsumer = try bus.makeConsumer(
            group: group, topics: topics, instance: instance, listener: self)
    }

    /// The consumer.
    var consumer: any GroupConsumer {
        get throws {
            guard let openConsumer else {
                throw ConformanceFailure("\(name) is closed", #fileID, #line)
            }
            return openConsumer
        }
    }

    /// The values of the records as text.
    var texts: [String] { records.map(\.text) }

    /// Takes in what comes next.
    func poll(timeoutMilliseconds: Int32 = 20) throws {
        guard
            case .record(let record)? = try consumer.poll(
                timeoutMilliseconds: timeoutMilliseconds)
        else { return }
        try expect(
            owned.contains(record.topicPartition),
            "\(name) read from \(record.topicPartition), which it doesn't own")
        records.append(record)
        positions[record.topicPartition] = record.offset + 1
    }

    /// Goes on at another offset.
    func seek(_ partition: TopicPartition, to offset: Int64) throws {
        try consumer.seek(partition, to: offset)
        positions[partition] = nil
    }

    /// Leaves the group.
    func close() {
        openConsumer?.close()
        openConsumer = nil
    }

    /// How far the member has come in partitions that it has read from.
    func progress(_ partitions: some Collection<TopicPartition>) -> [ConsumedOffset] {
        partitions.sorted().compactMap { partition in
            positions[partition].map { ConsumedOffset(topicPartition: partition, offset: $0) }
        }
    }

    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset] {
        events.append(.assigned(partitions.sorted()))
        self.committed += committed
        owned.formUnion(partitions)
        for partition in partitions {
            positions[partition] = nil
            owners.take(partition, by: name)
        }
        return starts.filter { partitions.contains($0.key) }
    }

    func revoked(_ partitions: [TopicPartition], isLost: Bool) {
        events.append(.revoked(partitions.sorted(), isLost: isLost))
        onRevoked?(partitions, isLost)
        owned.subtract(partitions)
        for partition in partitions { owners.giveUp(partition, by: name) }
    }
}
