public import StreamProcessing
public import TopicEncoding

/// Where records of the bus are written for good: files or a database.
///
/// Belongs to one thread. It keeps the offsets that it has come to together with the rows, so that
/// each row is there once however often the process ends in between. Its reader starts a partition
/// at `resumeOffsets`, and at the group's committed offset only where the sink has none: the group
/// lags after a crash between the two commits.
public protocol RecordSink: AnyObject {
    /// The topics whose records it takes.
    var topics: [TopicName] { get }

    /// The next offset of each partition by the sink's own durable state; empty where it has none.
    var resumeOffsets: [TopicPartition: Int64] { get }

    /// What tells these rows from those of another sink with the same address on another machine;
    /// nil where nothing does.
    var identity: String? { get }

    /// Takes a record; it may be lost until the next commit.
    ///
    /// Throws `badRecord` where the value can't be a row of the sink: nothing was written then, the
    /// sink goes on, and the record belongs to the dead letters.
    func write(_ record: BusRecord, topic: TopicName) throws(SinkError)

    /// Makes all that was written durable together with the next offset of each partition read;
    /// partitions that aren't named stay where they are.
    ///
    /// May be called again after an error that is retriable.
    func commit(_ offsets: [TopicPartition: Int64]) throws(SinkError)

    /// How often it wants to be committed; nil to leave that to its reader.
    var cadence: SinkCadence? { get }

    /// True where it can't take much more before a commit.
    var isCommitDue: Bool { get }

    /// Does what is due by the clock; called a few times a second, also where no records come.
    func tick() throws(SinkError)

    /// Releases files or the connection; what wasn't committed is forgotten. May be called twice.
    func close()
}

extension RecordSink {
    /// Nothing.
    public var identity: String? { nil }

    /// Its reader's.
    public var cadence: SinkCadence? { nil }

    /// Never before its reader thinks so.
    public var isCommitDue: Bool { false }

    /// Nothing.
    public func tick() {}
}
