/// How a bus in a file behaves, and all its bounds.
///
/// What concerns the file itself is decided by the first bus that a process opens on it.
public struct EmbeddedBusOptions: Hashable, Sendable {
    /// What survives.
    public enum Durability: Hashable, Sendable {
        /// Everything that was appended survives the end of the process; a crash of the machine may
        /// lose the newest transactions, whole ones, and never damages the file.
        case normal
        /// For a bus that is thrown away: a crash of the machine may damage the file.
        case off
    }

    /// What survives.
    public var durability = Durability.normal
    /// The page size of a new file: a power of two from 4096 to 65536.
    public var pageSizeBytes: Int32 = 32_768
    /// How large the file may grow; nil for as large as the disk.
    ///
    /// Beyond it appending fails with `unavailable`.
    public var maximumFileBytes: Int64?
    /// How much a process may write into the write-ahead log before it copies it into the file.
    public var checkpointBytes: Int64 = 32 << 20
    /// How long a call waits for a lock that another process holds.
    public var busyTimeoutMilliseconds: Int32 = 10_000
    /// How often a waiting reader looks for what other processes appended.
    public var crossProcessPollMilliseconds: Int64 = 10

    /// How many records a producer without transactions holds back until it appends them.
    public var maximumPendingRecords = 4_096
    /// How many bytes a producer without transactions holds back until it appends them.
    public var maximumPendingBytes = 4 << 20
    /// For how long a producer without transactions holds records back, if it is asked to send
    /// more; otherwise it is the caller who flushes.
    public var maximumPendingAgeMilliseconds: Int64 = 50
    /// How many bytes a transaction may have, which is kept in memory until it is committed.
    ///
    /// Beyond it sending fails with `queueFull`, and the transaction is committed or aborted as it
    /// is.
    public var maximumTransactionBytes = 512 << 20

    /// How many bytes of records a reader holds ready, over all its partitions.
    public var maximumPrefetchBytes = 8 << 20
    /// How many records a reader holds ready, over all its partitions.
    public var maximumPrefetchRecords = 8_192

    /// After how long a member of a group that neither polls nor commits loses its partitions.
    public var sessionTimeoutMilliseconds: Int64 = 10_000
    /// How often a member looks for changes of its group.
    public var groupCheckMilliseconds: Int64 = 50

    /// How often appending looks for records to delete.
    public var retentionCheckMilliseconds: Int64 = 1_000
    /// How many bytes one such look deletes at most; where more are due the next append goes on.
    public var maximumRetentionBytes: Int64 = 64 << 20
    /// How many records one such look deletes at most; where more are due the next append goes on.
    public var maximumRetentionRecords: Int64 = 16_384

    /// The defaults.
    public init() {}
}
