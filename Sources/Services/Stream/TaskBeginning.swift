/// Where the state of a group's task begins, where that isn't the oldest retained record.
///
/// It travels as the metadata of the group's committed offset, so that every member restores the
/// task from the same record.
struct TaskBeginning: Equatable {
    private static let prefix = "first-offset="

    /// The first offset that the task has processed.
    let offset: Int64

    /// A beginning at an offset.
    init(offset: Int64) {
        self.offset = offset
    }

    /// Reads the metadata of a committed offset; nil where it says nothing of the kind.
    init?(metadata: String) {
        guard metadata.hasPrefix(Self.prefix),
            let offset = Int64(metadata.dropFirst(Self.prefix.count))
        else { return nil }
        self.offset = offset
    }

    /// What is committed with the offset.
    var metadata: String { Self.prefix + String(offset) }
}
