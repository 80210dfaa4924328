import StreamProcessing

/// Decides when a thread that reads until the end has read everything.
///
/// The end is asked for once whoever writes the topic is done; from then on it doesn't move, apart
/// from what others append, which is not waited for.
struct EndCondition {
    private let isUpstreamDone: @Sendable () -> Bool
    private var targets: [TopicPartition: Int64] = [:]
    private var reached: [TopicPartition: Int64] = [:]

    /// - Parameter isUpstreamDone: True once nobody of this run writes the topic any more.
    init(isUpstreamDone: @escaping @Sendable () -> Bool) {
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

    /// True when all of `partitions` have been read to their ends.
    mutating func isMet(
        for partitions: [TopicPartition], on bus: any MessageBus
    ) throws(BusError) -> Bool {
        guard isUpstreamDone() else { return false }
        for partition in partitions where targets[partition] == nil {
            targets[partition] = try bus.offsets(of: partition).end
        }
        return partitions.allSatisfy { partition in
            reached[partition, default: 0] >= targets[partition, default: .max]
        }
    }
}
