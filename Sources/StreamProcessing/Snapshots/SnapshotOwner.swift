/// Whose snapshots they are: a consumer group's task of one input partition.
public struct SnapshotOwner: Hashable, Sendable {
    /// The consumer group.
    public var group: String
    /// The partition that the task reads.
    public var partition: TopicPartition

    /// An owner.
    public init(group: String, partition: TopicPartition) {
        self.group = group
        self.partition = partition
    }

    /// The two places that snapshots are written to in turn.
    public enum Slot: UInt8, CaseIterable, Sendable {
        case first = 0
        case second = 1

        /// The other one.
        public var other: Slot { self == .first ? .second : .first }
    }

    /// What the keys of the owner's records in a slot begin with.
    func keyPrefix(_ slot: Slot) -> String {
        "\(group)|\(partition.topic)|\(partition.partition)|\(slot.rawValue)|"
    }
}
