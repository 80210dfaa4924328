/// How much a batch holds before it is sent.
public struct BatchLimits: Hashable, Sendable {
    /// Rows; the next one goes into the next batch.
    public var maximumRows: Int
    /// Bytes of lines; reaching it ends the batch.
    public var maximumBytes: Int
    /// Bytes of the records behind the lines, which are kept for the dead letters until the rows
    /// are durable; reaching it ends the batch.
    public var maximumRecordBytes: Int

    /// Limits.
    public init(
        maximumRows: Int = 10_000, maximumBytes: Int = 8 << 20,
        maximumRecordBytes: Int = 64 << 20
    ) {
        self.maximumRows = maximumRows
        self.maximumBytes = maximumBytes
        self.maximumRecordBytes = maximumRecordBytes
    }
}
