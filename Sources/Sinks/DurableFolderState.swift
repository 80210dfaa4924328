import FoundationEssentials
import StreamProcessing

/// What a sink has made durable in a folder, and where it goes on reading.
///
/// It stands in a small file in the folder that is replaced as a whole (`FolderStateFile`), so that
/// it is either the old one or the new one whenever the process or the machine ends.
protocol DurableFolderState: Codable, Equatable {
    /// The version of the file's form that is written, and the only one that is read.
    static var currentVersion: Int { get }

    /// The version that the file had.
    var version: Int { get }
    /// Where each partition goes on, sorted by topic and partition.
    var offsets: [DurableOffset] { get set }
}

/// The next offset of one partition, as the state's file has it.
struct DurableOffset: Codable, Equatable {
    var topic: String
    var partition: Int32
    var next: Int64
}

extension DurableFolderState {
    /// Where each partition goes on.
    var nextOffsets: [TopicPartition: Int64] {
        get {
            var next: [TopicPartition: Int64] = [:]
            for offset in offsets {
                next[TopicPartition(topic: offset.topic, partition: offset.partition)] = offset.next
            }
            return next
        }
        set {
            offsets = newValue.sorted { $0.key < $1.key }.map {
                DurableOffset(topic: $0.key.topic, partition: $0.key.partition, next: $0.value)
            }
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
        guard let state = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
            state.version == Self.currentVersion
        else { return nil }
        self = state
    }
}
