public import StreamProcessing

/// Where a letter stands in `dead-letters`: `PARTITION:OFFSET`.
public struct DeadLetterPlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The partition of `dead-letters`.
    public var partition: Int32
    /// The letter's offset there.
    public var offset: Int64

    /// The place of a record that was read from `dead-letters`.
    public init(of record: BusRecord) {
        partition = record.topicPartition.partition
        offset = record.offset
    }

    /// Reads `PARTITION:OFFSET`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let partition = Int32(parts[0]), let offset = Int64(parts[1]),
            partition >= 0, offset >= 0
        else { return nil }
        self.partition = partition
        self.offset = offset
    }

    /// `PARTITION:OFFSET`.
    public var description: String { "\(partition):\(offset)" }

    /// By partition, then by offset.
    public static func < (left: DeadLetterPlace, right: DeadLetterPlace) -> Bool {
        (left.partition, left.offset) < (right.partition, right.offset)
    }
}
