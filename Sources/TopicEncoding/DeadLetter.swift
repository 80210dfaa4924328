/// The headers of a record of `dead-letters`; its value is the original value, untouched.
///
/// They stand before the original's own headers, in this order, so that a reader takes the first of
/// each name.
public enum DeadLetter {
    /// Why the record couldn't be used, in words.
    public static let causeHeader = "dead-letter-cause"
    /// The topic that the record was read from.
    public static let topicHeader = "dead-letter-topic"
    /// The partition that the record was read from, in decimal.
    public static let partitionHeader = "dead-letter-partition"
    /// The record's offset there, in decimal.
    public static let offsetHeader = "dead-letter-offset"
    /// The record's key; absent where it had none.
    public static let keyHeader = "dead-letter-key"
    /// How many headers the record had, in decimal: they are the last of the letter.
    public static let headerCountHeader = "dead-letter-headers"
    /// On the mark of a retry only: which letter was retried, `PARTITION:OFFSET`.
    public static let retriedHeader = "dead-letter-retried"
    /// On the mark of a retry only: the CRC-32C of the value, in decimal.
    public static let checksumHeader = "dead-letter-checksum"

    /// The most bytes of a cause that are written; more are cut off, so that a letter always fits.
    public static let maximumCauseBytes = 1000

    /// The headers that every letter begins with, whatever the record had.
    public static let required = [causeHeader, topicHeader, partitionHeader, offsetHeader]
}
