import Checksums

/// Puts an owner's snapshots together from the records of a state topic's partition.
///
/// Holds the newest value of each of the owner's keys: two snapshots at most, and what is left of
/// longer ones before them.
public struct SnapshotAssembler {
    /// A snapshot that is whole, and its slot.
    public struct Found: Hashable {
        /// The snapshot.
        public let snapshot: Snapshot
        /// Where it is kept.
        public let slot: SnapshotOwner.Slot
    }

    private let owner: SnapshotOwner
    private var values: [SnapshotOwner.Slot: [String: [UInt8]]] = [:]
    /// Why manifests that were looked at couldn't be used, for a log.
    public private(set) var problems: [String] = []

    /// An assembler that has seen no records.
    public init(owner: SnapshotOwner) {
        self.owner = owner
    }

    /// Takes in the next record; one of another owner is passed over.
    public mutating func add(_ record: BusRecord) {
        guard let key = record.key, let text = String(validating: key, as: UTF8.self) else {
            return
        }
        for slot in SnapshotOwner.Slot.allCases {
            let prefix = owner.keyPrefix(slot)
            guard text.hasPrefix(prefix) else { continue }
            values[slot, default: [:]][String(text.dropFirst(prefix.count))] = record.value
        }
    }

    /// The newest snapshot of a format that is whole and isn't ahead of what was committed; nil
    /// where there is none.
    public mutating func newest(format: String, committed: Int64) -> Found? {
        let manifests = SnapshotOwner.Slot.allCases.compactMap { slot in
            values[slot]?[SnapshotRecords.manifestName]
                .flatMap { SnapshotManifest($0) }.map { (slot, $0) }
        }
        for (slot, manifest) in manifests.sorted(by: { $0.1.offset > $1.1.offset }) {
            guard manifest.format == format else {
                problems.append("the snapshot at \(manifest.offset) is of another build or setting")
                continue
            }
            guard manifest.offset <= committed else {
                problems.append("the snapshot at \(manifest.offset) is ahead of what is committed")
                continue
            }
            guard let state = state(of: manifest, in: slot) else {
                problems.append("the snapshot at \(manifest.offset) isn't whole")
                continue
            }
            return Found(
                snapshot: Snapshot(format: format, offset: manifest.offset, state: state),
                slot: slot)
        }
        return nil
    }

    private func state(of manifest: SnapshotManifest, in slot: SnapshotOwner.Slot) -> [UInt8]? {
        guard manifest.bytes <= SnapshotRecords.maximumStateBytes,
            manifest.chunks <= manifest.bytes
        else { return nil }
        var state: [UInt8] = []
        state.reserveCapacity(manifest.bytes)
        let head = SnapshotRecords.head(manifest.offset)
        for index in 0..<manifest.chunks {
            guard let chunk = values[slot]?[String(index)], chunk.starts(with: head),
                state.count + chunk.count - head.count <= manifest.bytes
            else { return nil }
            state.append(contentsOf: chunk.dropFirst(head.count))
        }
        guard state.count == manifest.bytes, CRC32C.checksum(of: state) == manifest.checksum else {
            return nil
        }
        return state
    }
}
