import StreamProcessing

/// Takes partitions as they come and remembers them.
final class QuietListener: RebalanceListener {
    private(set) var owned: [TopicPartition] = []
    private(set) var committed: [ConsumedOffset] = []
    private(set) var losses = 0

    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset] {
        owned = partitions
        self.committed = committed
        return [:]
    }

    func revoked(_ partitions: [TopicPartition], isLost: Bool) {
        owned = []
        if isLost { losses += 1 }
    }
}
