import FoundationEssentials
import StreamProcessing

/// What a Parquet sink has made durable: how long its files are, and where it goes on reading.
struct ParquetFolderState: Codable, Equatable {
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

    /// The version of this file's form.
    static let currentVersion = 1

    var version = ParquetFolderState.currentVersion
    /// The identity of the bus; nil for one that can't be gone on with.
    var bus: String?
    /// What tells the folder from one of the same name on another machine; nil where an earlier
    /// version wrote this.
    var identity: String?
    var nextNumber = 1
    var files: [File] = []
    /// Sorted by topic and partition.
    private var offsets: [FolderState.Offset] = []

    init(bus: String?) {
        self.bus = bus
    }

    var nextOffsets: [TopicPartition: Int64] {
        get { FolderState.nextOffsets(offsets) }
        set { offsets = FolderState.offsets(newValue) }
    }

    /// The bytes of the file.
    func encoded() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("Texts and whole numbers can always be encoded.")
        }
        return Array(data) + [0x0a]
    }

    /// Reads the bytes of the file; nil where they aren't one.
    init?(_ bytes: [UInt8]) {
        guard let state = try? JSONDecoder().decode(ParquetFolderState.self, from: Data(bytes)),
            state.version == Self.currentVersion
        else { return nil }
        self = state
    }
}
