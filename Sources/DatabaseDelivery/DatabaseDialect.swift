public import HTTPMessages
public import RowEncoding
public import StreamProcessing
public import TopicEncoding

/// How one kind of database is prepared, takes rows and answers, over HTTP.
///
/// Knows no connection and no clock: it makes requests and judges answers. Belongs to one thread.
public protocol DatabaseDialect: AnyObject {
    /// The topics whose records become rows.
    var topics: [TopicName] { get }

    /// Whether bodies of writes may be compressed with gzip.
    var takesCompressedBodies: Bool { get }

    /// How much is sent at once, at most.
    var batchLimits: BatchLimits { get }

    /// The latest event time that a row may have, in nanoseconds since the epoch; a record beyond
    /// it is refused. Whoever owns the clock moves it.
    var latestEventTimeNanoseconds: Int64 { get set }

    /// The next request of the preparation, which makes what is missing and verifies what is
    /// there; nil once the database may be written to. Asked again after each answer.
    func nextPreparation() -> HTTPRequest?

    /// Takes the answer to the request that `nextPreparation` gave last.
    ///
    /// - Returns: Whether to go on, or to wait and ask the same again.
    /// - Throws: What is wrong with the database or the settings: nothing that waiting mends.
    func judgePreparation(_ answer: HTTPAnswer) throws(DatabaseError) -> PreparationVerdict

    /// How many records were refused since another one of another identity has their place; nil
    /// where that can't be.
    var collisions: UInt64? { get }

    /// Appends a record's row, one line with its line feed; appends nothing where it throws.
    func append(
        _ record: BusRecord, topic: TopicName, to lines: inout [UInt8]
    ) throws(RowError)

    /// The request that writes lines, all of one topic.
    func writeRequest(topic: TopicName, lines: [UInt8]) -> HTTPRequest

    /// What an answer says of the lines that were written.
    func judgeWrite(_ answer: HTTPAnswer, lineCount: Int) -> WriteVerdict

    /// The request that asks whether what was acknowledged also becomes visible; nil where the
    /// database has nothing to tell.
    func healthRequest() -> HTTPRequest?

    /// What the answer to `healthRequest` says is wrong, with what to do; nil where all is well.
    func judgeHealth(_ answer: HTTPAnswer) -> String?
}

extension DatabaseDialect {
    /// Not known to happen.
    public var collisions: UInt64? { nil }

    /// Not where nothing else is known.
    public var takesCompressedBodies: Bool { false }

    /// Less than any of them refuses for its size.
    public var batchLimits: BatchLimits { BatchLimits() }
}
