import StreamProcessing

/// Who owns which partition, by what the members of a group were told.
final class PartitionOwners {
    private var owners: [TopicPartition: String] = [:]
    private(set) var violations: [String] = []

    /// A member was given a partition.
    func take(_ partition: TopicPartition, by member: String) {
        if let owner = owners[partition] {
            violations.append("\(member) was given \(partition), which \(owner) still has")
        }
        owners[partition] = member
    }

    /// A member gave up a partition.
    func giveUp(_ partition: TopicPartition, by member: String) {
        if owners[partition] != member {
            violations.append("\(member) gave up \(partition), which it didn't have")
            return
        }
        owners[partition] = nil
    }
}
