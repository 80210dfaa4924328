/// What happened on a file since this process opened it.
public struct EmbeddedBusCounters: Hashable, Sendable {
    /// Transactions that appended records or moved offsets.
    public var transactions: UInt64 = 0
    /// Records that were appended.
    public var appendedRecords: UInt64 = 0
    /// Bytes of keys, headers and values that were appended.
    public var appendedBytes: UInt64 = 0
    /// Records that were refused because their transaction was full.
    public var fullTransactions: UInt64 = 0
    /// Records that retention or `deleteRecords` deleted.
    public var deletedRecords: UInt64 = 0
    /// Looks for records to delete that failed; the next one tries again.
    public var failedRetentionChecks: UInt64 = 0
    /// Tries to copy the write-ahead log into the file that failed; the next one tries again.
    public var failedCheckpoints: UInt64 = 0
    /// Members that were given up because they were silent for too long.
    public var expelledMembers: UInt64 = 0

    /// Nothing yet.
    public init() {}
}
