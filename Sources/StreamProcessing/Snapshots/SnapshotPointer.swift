/// Where a task's snapshots are on their topic: committed as the metadata of its input offset, so
/// that the pointer, the offset and the outputs are one.
public struct SnapshotPointer: Hashable, Sendable {
    private static let title = "snapshots 1"

    /// The records of the older snapshot begin here or behind; the newer's where there is none.
    public var older: Int64
    /// The records of the newer snapshot begin here or behind.
    public var newer: Int64

    /// A pointer to two snapshots.
    public init(older: Int64, newer: Int64) {
        self.older = older
        self.newer = newer
    }

    /// Reads a pointer; nil where the metadata is none.
    public init?(_ metadata: String) {
        let words = metadata.split(separator: " ")
        guard words.count == 4, "\(words[0]) \(words[1])" == Self.title,
            let older = Int64(words[2]), let newer = Int64(words[3]), older >= 0, newer >= older
        else { return nil }
        self.older = older
        self.newer = newer
    }

    /// What is committed.
    public var metadata: String { "\(Self.title) \(older) \(newer)" }
}
