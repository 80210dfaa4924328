import StreamProcessing

/// Decides when a member of a group that reads until the end has nothing left to do.
///
/// The ends are asked for once whoever writes the topics is done; from then on they don't move,
/// apart from what others append, which is not waited for. Partitions that this member doesn't own
/// must have been committed to their ends by the group, or stay with somebody else for longer than
/// the session of a dead member lasts: else the work of a member that was killed would be left
/// undone.
struct EndCondition {
    /// A partition that isn't ours after so long has an owner who is alive.
    static let patienceMilliseconds: Int64 = 20_000
    /// How often the group's offsets are asked for while waiting.
    private static let checkIntervalMilliseconds: Int64 = 250

    private let partitions: [TopicPartition]
    private let group: String
    private let isUpstreamDone: @Sendable () -> Bool
    private var targets: [TopicPartition: Int64] = [:]
    private var reached: [TopicPartition: Int64] = [:]
    private var owned: Set<TopicPartition> = []
    private var waitingSince: Int64?
    private var lastCheck: Int64?

    /// - Parameters:
    ///   - partitions: All partitions of the topics that the group reads.
    ///   - group: The group.
    ///   - isUpstreamDone: True once nobody of this run writes the topics any more.
    init(
        partitions: [TopicPartition], group: String,
        isUpstreamDone: @escaping @Sendable () -> Bool
    ) {
        self.partitions = partitions
        self.group = group
        self.isUpstreamDone = isUpstreamDone
    }

    /// Everything below `offset` has been read.
    mutating func note(_ partition: TopicPartition, offset: Int64) {
        reached[partition] = max(reached[partition, default: 0], offset)
    }

    /// The partition is read again from its beginning.
    mutating func forget(_ partition: TopicPartition) {
        reached[partition] = nil
    }

    /// True when this member has read its partitions to their ends and needn't wait for others'.
    ///
    /// - Parameters:
    ///   - owned: The partitions that this member owns now.
    ///   - now: The monotonic clock, in nanoseconds.
    mutating func isMet(
        owned: Set<TopicPartition>, on bus: any MessageBus, now: Int64
    ) throws(BusError) -> Bool {
        guard isUpstreamDone() else { return false }
        for partition in partitions where targets[partition] == nil {
            let range = try bus.offsets(of: partition)
            // Nothing is left to read where nothing is there.
            targets[partition] = range.oldest == range.end ? 0 : range.end
        }
        if owned != self.owned {
            self.owned = owned
            waitingSince = nil
        }
        guard owned.allSatisfy({ reached[$0, default: 0] >= targets[$0, default: .max] }) else {
            waitingSince = nil
            return false
        }
        let others = partitions.filter { !owned.contains($0) && targets[$0, default: 0] > 0 }
        if others.isEmpty { return true }
        return try areDone(others, on: bus, now: now)
    }

    private mutating func areDone(
        _ others: [TopicPartition], on bus: any MessageBus, now: Int64
    ) throws(BusError) -> Bool {
        let since = waitingSince ?? now
        waitingSince = since
        if now - since >= Self.patienceMilliseconds * 1_000_000 { return true }
        if let lastCheck, now - lastCheck < Self.checkIntervalMilliseconds * 1_000_000 {
            return false
        }
        lastCheck = now
        let committed = Dictionary(
            try bus.committed(group: group, partitions: others)
                .map { ($0.topicPartition, $0.offset) }, uniquingKeysWith: { $1 })
        return others.allSatisfy { committed[$0, default: 0] >= targets[$0, default: .max] }
    }
}
