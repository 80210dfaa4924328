import StreamProcessing

/// Decides when a thread that reads until the end has read everything.
///
/// The end is asked for once whoever writes the topic is done; from then on it doesn't move, apart
/// from what others append, which is not waited for.
struct EndCondition {
    /// A member that has been given nothing for so long takes it that there is nothing for it.
    static let assignmentPatienceMilliseconds: Int64 = 15_000

    private let isUpstreamDone: @Sendable () -> Bool
    private var waitingSince: Int64?
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

    /// True once a group's member knows its partitions, or has waited long enough for any.
    ///
    /// - Parameter now: The monotonic clock, in nanoseconds.
    mutating func isAssignmentKnown(_ hasAssignment: Bool, now: Int64) -> Bool {
        if hasAssignment { return true }
        let since = waitingSince ?? now
        waitingSince = since
        return now - since >= Self.assignmentPatienceMilliseconds * 1_000_000
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
