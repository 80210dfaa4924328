/// What a Parquet sink has made durable: how long its files are, and where it goes on reading.
struct ParquetFolderState: DurableFolderState {
    /// A file that hasn't its place among the readable ones yet.
    struct File: Codable, Equatable {
        var table: String
        /// Hours since the epoch.
        var hour: Int64
        /// No two files of the folder have the same.
        var number: Int
        /// The durable length, at which the file is a whole Parquet file.
        var length: Int64
        /// Nothing is added any more: it is on its way to its place.
        var isComplete: Bool
    }

    static let currentVersion = 1

    var version = ParquetFolderState.currentVersion
    /// The identity of the bus; nil for one that can't be gone on with.
    var bus: String?
    /// What tells the folder from one of the same name on another machine; nil where an earlier
    /// version wrote this.
    var identity: String?
    var nextNumber = 1
    var files: [File] = []
    var offsets: [DurableOffset] = []

    init(bus: String?) {
        self.bus = bus
    }
}
