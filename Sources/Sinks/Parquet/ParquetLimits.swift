/// How large and how old what a Parquet sink holds may become.
struct ParquetLimits {
    /// The rows of a row group: large enough for readers to leave out and to compress well.
    var rowGroupRows = 100_000
    /// What rows may take in memory before the largest part's are written as a row group.
    var bufferedBytes = 64 << 20
    /// A larger file is complete.
    var fileBytes: Int64 = 512 << 20
    /// Files of hours that may be open at once; beyond, those that were written to longest ago
    /// are complete.
    var openParts = 24
    /// So far behind the newest event time of its table an hour is over.
    var graceSeconds: Int64 = 600
    /// A file is complete after this long, whatever the event time says.
    var openSeconds: Int64 = 3000
    /// Rows until they are made durable.
    var commitRows = 1_000_000
    /// The time until rows are made durable.
    var commitMilliseconds: Int64 = 300_000
}
