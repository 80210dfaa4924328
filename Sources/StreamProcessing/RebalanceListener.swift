/// Hears which partitions a group's member gains and loses, from within `poll` and `close`.
public protocol RebalanceListener: AnyObject {
    /// Partitions were gained; `committed` has the offsets of those with one.
    ///
    /// - Returns: Where to start reading; a partition left out starts at its committed offset, or
    ///   at the oldest record where it has none.
    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset]

    /// Partitions are about to be given up. Where `isLost` is false there is still time to commit;
    /// where it is true another member may have them already, and what isn't committed must be
    /// aborted.
    func revoked(_ partitions: [TopicPartition], isLost: Bool)
}
