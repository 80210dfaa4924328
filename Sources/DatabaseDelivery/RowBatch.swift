public import RowEncoding
public import StreamProcessing
public import TopicEncoding

/// Rows of one topic that are sent together, and the records that they were made of.
public struct RowBatch {
    /// Room for the line with which a batch reaches its limit.
    private static let lastLineBytes = 64 << 10

    /// The topic.
    public let topic: TopicName
    /// The lines, one after the other, each with its line feed.
    public private(set) var lines: [UInt8] = []
    /// The records behind the lines, in their order.
    public private(set) var records: [BusRecord] = []
    /// Where each line ends.
    private var ends: [Int] = []
    private var recordBytes = 0

    /// A batch without rows.
    public init(topic: TopicName) {
        self.topic = topic
    }

    /// How many rows it has.
    public var count: Int { ends.count }

    /// Whether it has none.
    public var isEmpty: Bool { ends.isEmpty }

    /// Whether one of the limits is reached.
    public func isFull(_ limits: BatchLimits) -> Bool {
        count >= limits.maximumRows || lines.count >= limits.maximumBytes
            || recordBytes >= limits.maximumRecordBytes
    }

    /// Appends a record's row; appends nothing where it throws.
    public mutating func append(
        _ record: BusRecord, with dialect: any DatabaseDialect
    ) throws(RowError) {
        // Room for a full batch, which takes memory only as it is filled: growing by halves would
        // copy all of it time and again.
        if lines.isEmpty {
            lines.reserveCapacity(dialect.batchLimits.maximumBytes + Self.lastLineBytes)
        }
        try dialect.append(record, topic: topic, to: &lines)
        ends.append(lines.count)
        records.append(record)
        recordBytes += record.value.count + (record.key?.count ?? 0)
        for header in record.headers { recordBytes += header.value.count }
    }

    /// Where a line stands among the bytes of all.
    func bytes(of line: Int) -> Range<Int> {
        (line == 0 ? 0 : ends[line - 1])..<ends[line]
    }

    /// Where a run of lines stands among the bytes of all.
    func bytes(of run: Range<Int>) -> Range<Int> {
        run.isEmpty ? 0..<0 : bytes(of: run.lowerBound).lowerBound..<ends[run.upperBound - 1]
    }
}
