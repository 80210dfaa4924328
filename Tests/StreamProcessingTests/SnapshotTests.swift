import StreamProcessing
import TestSupport
import Testing

struct SnapshotTests {
    private static let place = TopicPartition(topic: "state", partition: 2)
    private static let owner = SnapshotOwner(
        group: "weir-meter", partition: TopicPartition(topic: "weir.packets.v1", partition: 2))

    private func snapshot(_ offset: Int64, bytes: Int, format: String = "sum/1") -> Snapshot {
        var random = SeededGenerator(seed: UInt64(offset))
        let state = (0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Snapshot(format: format, offset: offset, state: state)
    }

    private func records(
        _ snapshot: Snapshot, _ slot: SnapshotOwner.Slot, owner: SnapshotOwner = owner
    ) throws -> [OutgoingRecord] {
        try #require(
            SnapshotRecords.records(of: snapshot, owner: owner, slot: slot, in: Self.place))
    }

    private func assembler(_ records: [OutgoingRecord]) -> SnapshotAssembler {
        var assembler = SnapshotAssembler(owner: Self.owner)
        for (offset, record) in records.enumerated() {
            assembler.add(
                BusRecord(
                    topicPartition: record.topicPartition, offset: Int64(offset),
                    appendTimeMilliseconds: 0, key: record.key, value: record.value, headers: []))
        }
        return assembler
    }

    @Test(arguments: [0, 1, SnapshotRecords.chunkBytes, SnapshotRecords.chunkBytes * 2 + 7])
    func `a snapshot is put together from its records`(bytes: Int) throws {
        let whole = snapshot(40, bytes: bytes)
        var assembler = assembler(try records(whole, .first))
        let newest = assembler.newest(format: "sum/1", committed: 40)
        let found = try #require(newest)
        #expect(found.snapshot == whole && found.slot == .first)
        #expect(assembler.problems.isEmpty)
    }

    @Test func `the newest one counts, and the other where it is torn`() throws {
        let older = try records(snapshot(40, bytes: 10), .first)
        let newer = try records(snapshot(90, bytes: SnapshotRecords.chunkBytes + 9), .second)
        var both = assembler(older + newer)
        let first = both.newest(format: "sum/1", committed: 100)
        #expect(first?.snapshot.offset == 90)
        for missing in newer.indices.dropLast() {
            var torn = newer
            torn.remove(at: missing)
            var assembler = assembler(older + torn)
            let found = assembler.newest(format: "sum/1", committed: 100)
            #expect(found?.snapshot.offset == 40)
            #expect(assembler.problems.count == 1)
        }
        var changed = newer
        changed[1].value[3 + 8] ^= 4
        var assembler = assembler(older + changed)
        let last = assembler.newest(format: "sum/1", committed: 100)
        #expect(last?.snapshot.offset == 40)
    }

    @Test func `chunks of a longer snapshot in the same slot don't get into a shorter one`() throws
    {
        let long = try records(snapshot(40, bytes: SnapshotRecords.chunkBytes * 3), .first)
        let short = try records(snapshot(90, bytes: SnapshotRecords.chunkBytes + 1), .first)
        var assembler = assembler(long + short)
        let found = assembler.newest(format: "sum/1", committed: 90)
        #expect(found?.snapshot == snapshot(90, bytes: SnapshotRecords.chunkBytes + 1))
        // What an aborted transaction would leave, if it were visible.
        var half = self.assembler(long + short.prefix(1))
        let nothing = half.newest(format: "sum/1", committed: 90)
        #expect(nothing == nil)
    }

    @Test func `one of another format, of another owner or ahead of the commit isn't used`() throws
    {
        let mine = try records(snapshot(40, bytes: 10), .first)
        var other = assembler(mine)
        let answers = [("sum/2", 40), ("sum/1", 39), ("sum/1", 40)].map { format, committed in
            other.newest(format: format, committed: Int64(committed)) != nil
        }
        #expect(answers == [false, false, true])
        let foreign = SnapshotOwner(group: "weir-meter2", partition: Self.owner.partition)
        var others = assembler(try records(snapshot(40, bytes: 10), .first, owner: foreign))
        let found = others.newest(format: "sum/1", committed: 40)
        #expect(found == nil)
    }

    @Test func `a pointer is read from what was committed, and nothing else is one`() {
        let pointer = SnapshotPointer(older: 12, newer: 40)
        #expect(SnapshotPointer(pointer.metadata) == pointer)
        #expect(pointer.metadata == "snapshots 1 12 40")
        for text in ["", "snapshots 1 12", "snapshots 2 12 40", "snapshots 1 41 40", "x 1 2 3"] {
            #expect(SnapshotPointer(text) == nil)
        }
    }
}
