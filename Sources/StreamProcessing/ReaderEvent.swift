/// What polling yields.
public enum ReaderEvent: Sendable {
    /// The next record of some partition.
    case record(BusRecord)
    /// Everything that was committed so far in this partition has been read; told once each time
    /// the end is reached.
    case endOfPartition(TopicPartition)
}
