/// What polling yields.
public enum ReaderEvent: Sendable {
    /// The next record of some partition.
    case record(BusRecord)
    /// Everything below `nextOffset` that was committed in this partition has been read.
    ///
    /// Told once each time the end is reached, and again when the end has moved without a record
    /// for this reader (a transaction's marker takes an offset). The first event after a start may
    /// be this one.
    case endOfPartition(TopicPartition, nextOffset: Int64)
}
