/// The headers of a record of `dead-letters`; its value is the original value, untouched.
///
/// Their prefix keeps them apart from the original's own headers, which may stand beside them.
public enum DeadLetter {
    /// Why the record couldn't be used, in words.
    public static let causeHeader = "dead-letter-cause"
    /// The topic that the record was read from.
    public static let topicHeader = "dead-letter-topic"
    /// The partition that the record was read from, in decimal.
    public static let partitionHeader = "dead-letter-partition"
    /// The record's offset there, in decimal.
    public static let offsetHeader = "dead-letter-offset"
}
