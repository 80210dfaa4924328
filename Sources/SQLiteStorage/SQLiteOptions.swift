/// How a database is opened.
public struct SQLiteOptions: Hashable, Sendable {
    /// What may be done with the file.
    public enum Access: Hashable, Sendable {
        /// Read and write; the file is made where it doesn't exist.
        case create
        /// Read and write a file that exists.
        case readWrite
        /// Only read a file that exists.
        case readOnly
    }

    /// How changes reach the file.
    public enum Journal: String, Hashable, Sendable {
        /// A write-ahead log: one writer and many readers at a time.
        case writeAheadLog = "wal"
        /// A rollback journal that is deleted after each transaction.
        case rollback = "delete"
    }

    /// How often a commit waits for the disk.
    public enum Synchronous: String, Hashable, Sendable {
        /// Never: a crash of the machine may damage the file, one of the process doesn't.
        case off
        /// At checkpoints: with a write-ahead log, a crash of the machine may lose the newest
        /// transactions, but damages nothing.
        case normal
        /// At each commit.
        case full
    }

    /// What may be done with the file.
    public var access = Access.create
    /// How changes reach the file; nil leaves a file as it is.
    public var journal: Journal? = .writeAheadLog
    /// How often a commit waits for the disk.
    public var synchronous = Synchronous.normal
    /// How long a call waits for another connection's lock.
    public var busyTimeoutMilliseconds: Int32 = 5_000
    /// The page size of a new file: a power of two from 512 to 65536.
    public var pageSizeBytes: Int32 = 4_096
    /// How much of the file a connection keeps in memory.
    public var cacheBytes: Int64 = 2 << 20
    /// How much of the file is read by mapping it into memory; 0 for none.
    public var memoryMapBytes: Int64 = 0
    /// How long the write-ahead log may grow before a commit copies it into the file; 0 where the
    /// caller does so.
    public var checkpointBytes: Int64 = 4 << 20

    /// The defaults: a write-ahead log, made where it doesn't exist.
    public init() {}
}
