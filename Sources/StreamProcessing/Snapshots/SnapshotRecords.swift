/// The records that a snapshot is kept as; `topics/state.md` says what each holds.
public enum SnapshotRecords {
    /// The most of a state that one record holds.
    public static let chunkBytes = 524_288
    /// The largest state that is written as a snapshot, 2 GiB; a larger one is restored by replay.
    public static let maximumStateBytes = 4096 * chunkBytes

    static let manifestName = "manifest"
    static let headBytes = 8

    /// The records of a snapshot for one slot, the manifest last; nil where the state is too large.
    ///
    /// - Parameters:
    ///   - snapshot: The snapshot.
    ///   - owner: Whose it is.
    ///   - slot: Which of the owner's earlier snapshots it takes the place of.
    ///   - place: The partition of the state topic.
    public static func records(
        of snapshot: Snapshot, owner: SnapshotOwner, slot: SnapshotOwner.Slot,
        in place: TopicPartition
    ) -> [OutgoingRecord]? {
        guard snapshot.state.count <= maximumStateBytes else { return nil }
        let prefix = owner.keyPrefix(slot)
        var records: [OutgoingRecord] = []
        var start = 0
        while start < snapshot.state.count {
            let end = min(start + chunkBytes, snapshot.state.count)
            var value: [UInt8] = []
            value.reserveCapacity(headBytes + end - start)
            value.append(contentsOf: head(snapshot.offset))
            value.append(contentsOf: snapshot.state[start..<end])
            records.append(
                OutgoingRecord(
                    topicPartition: place, key: Array("\(prefix)\(records.count)".utf8),
                    value: value))
            start = end
        }
        let manifest = SnapshotManifest(of: snapshot, chunks: records.count)
        records.append(
            OutgoingRecord(
                topicPartition: place, key: Array("\(prefix)\(manifestName)".utf8),
                value: manifest.value))
        return records
    }

    /// What tells a chunk's snapshot: chunks of an older one that is longer than its successor in
    /// the slot stay on the topic.
    static func head(_ offset: Int64) -> [UInt8] {
        (0..<headBytes).map { UInt8(truncatingIfNeeded: offset >> Int64(8 * $0)) }
    }
}
