import StreamProcessing

/// What a task's offset is committed with: where its state begins and where its snapshots are, each
/// where it says anything, with a semicolon between.
struct TaskMetadata: Equatable {
    var beginning: TaskBeginning?
    var snapshots: SnapshotPointer?

    init(beginning: TaskBeginning?, snapshots: SnapshotPointer?) {
        self.beginning = beginning
        self.snapshots = snapshots
    }

    /// Reads what was committed; what it doesn't know it passes over.
    init(_ text: String) {
        for part in text.split(separator: ";") {
            beginning = beginning ?? TaskBeginning(metadata: String(part))
            snapshots = snapshots ?? SnapshotPointer(String(part))
        }
    }

    var text: String {
        [beginning?.metadata, snapshots?.metadata].compactMap(\.self).joined(separator: ";")
    }
}
