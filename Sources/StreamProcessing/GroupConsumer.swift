/// A member of a consumer group.
///
/// Belongs to one thread.
///
/// The listener is called from within `poll` and `close`, on the thread that calls them.
public protocol GroupConsumer: BusReader {
    /// Moves the group's offsets outside a transaction, for readers that write elsewhere; blocks
    /// until the bus has them. Throws `lostMembership` where another member owns the partitions,
    /// and `replaced`, without any offset too, where a newer member has this one's name.
    func commit(_ offsets: [ConsumedOffset]) throws(BusError)

    /// Continues a partition that this member owns at another offset.
    func seek(_ partition: TopicPartition, to offset: Int64) throws(BusError)

    /// From now on polling yields no records, of partitions that are gained later neither, while
    /// the member goes on to take part in the group; none is lost. It may be called again.
    func pause() throws(BusError)

    /// Polling yields records again, from where it stopped.
    func resume() throws(BusError)
}
