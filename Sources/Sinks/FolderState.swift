import FoundationEssentials
import RowEncoding
import StreamProcessing

/// What a folder's sink has made durable: how long its files are, and where it goes on reading.
///
/// It stands in a small file in the folder that is replaced as a whole, so that it is either the
/// old one or the new one whenever the process or the machine ends.
struct FolderState: Codable, Equatable {
    struct Offset: Codable, Equatable {
        var topic: String
        var partition: Int32
        var next: Int64
    }

    /// The version of this file's form.
    static let currentVersion = 1

    var version = FolderState.currentVersion
    /// The identity of the bus; nil for one that can't be gone on with.
    var bus: String?
    /// Whose columns the files have; nil for weir's own.
    var format: String?
    /// What tells the folder from one of the same name on another machine; nil where an earlier
    /// version wrote this.
    var identity: String?
    /// The durable length of each file, by its name.
    var lengths: [String: Int64] = [:]
    /// Sorted by topic and partition.
    private var offsets: [Offset] = []

    init(bus: String?, format: ExportFormat) {
        self.bus = bus
        self.format = format == .weir ? nil : format.rawValue
    }

    /// An identity that no other folder has.
    static func newIdentity() -> String {
        let halves = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
        return halves.joined(separator: "-")
    }

    var nextOffsets: [TopicPartition: Int64] {
        get { Self.nextOffsets(offsets) }
        set { offsets = Self.offsets(newValue) }
    }

    static func nextOffsets(_ offsets: [Offset]) -> [TopicPartition: Int64] {
        var next: [TopicPartition: Int64] = [:]
        for offset in offsets {
            next[TopicPartition(topic: offset.topic, partition: offset.partition)] = offset.next
        }
        return next
    }

    static func offsets(_ nextOffsets: [TopicPartition: Int64]) -> [Offset] {
        nextOffsets.sorted { $0.key < $1.key }.map {
            Offset(topic: $0.key.topic, partition: $0.key.partition, next: $0.value)
        }
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
        guard let state = try? JSONDecoder().decode(FolderState.self, from: Data(bytes)),
            state.version == Self.currentVersion
        else { return nil }
        self = state
    }
}
