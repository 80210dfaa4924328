import ServiceRuntime
import StreamProcessing

/// Writes and reads the snapshots of one thread's tasks.
///
/// Belongs to the thread. A snapshot is written inside the transaction that commits the task's
/// offset, to the slot whose snapshot isn't the newest good one; `noteCommitted` says that it is
/// good now.
final class TaskSnapshots {
    /// What is known of one task's snapshots.
    private struct Progress {
        /// The slot of the newest good one, and its input offset; nil before the first.
        var newest: (slot: SnapshotOwner.Slot, offset: Int64)?
        /// Where the records of the newest good one begin on the state topic.
        var newestBegins: Int64?
        /// What offsets are committed with.
        var pointer: SnapshotPointer?
        /// When the newest was taken, or the task began, by the monotonic clock.
        var takenNanoseconds: Int64
    }

    /// One that is part of the open transaction.
    private struct Pending {
        var partition: TopicPartition
        var slot: SnapshotOwner.Slot
        var offset: Int64
        var begins: Int64
        var pointer: SnapshotPointer
    }

    /// How long nothing of a snapshot may come: longer than a dead process's transaction stays
    /// open, and shorter than a member may be silent.
    private static let silenceSeconds: Int64 = 30

    private let bus: any MessageBus
    private let group: String
    private let topic: String
    private let intervalNanoseconds: Int64
    private let commitIntervalNanoseconds: Int64
    private var progress: [TopicPartition: Progress] = [:]
    private var pending: [Pending] = []

    /// - Parameters:
    ///   - bus: Where the state topic is.
    ///   - group: Whose tasks they are.
    ///   - topic: The state topic; its partitions correspond to the input's.
    ///   - intervalMilliseconds: How old a snapshot becomes before the next one is taken.
    ///   - commitIntervalMilliseconds: How often there is a commit to take one with.
    init(
        bus: any MessageBus, group: String, topic: String, intervalMilliseconds: Int64,
        commitIntervalMilliseconds: Int64
    ) {
        self.bus = bus
        self.group = group
        self.topic = topic
        intervalNanoseconds = intervalMilliseconds * 1_000_000
        commitIntervalNanoseconds = commitIntervalMilliseconds * 1_000_000
    }

    /// The tasks whose snapshots are to be part of the next commit.
    ///
    /// Where many are due, as after a start, they are spread over commits, those with the oldest
    /// snapshots first: a commit takes as many as there must be for each task to have its turn in
    /// an interval, so that none is held up by all of them.
    ///
    /// - Parameter isLast: The tasks are about to be given away or to end, so that whoever goes on
    ///   would have to replay what came since the newest ones: all that have anything new are due.
    func due(_ tasks: some Collection<StreamTask>, now: Int64, isLast: Bool) -> [StreamTask] {
        let due = tasks.filter { isDue($0, now: now, isLast: isLast) }
            .map { (task: $0, taken: progress[$0.partition]?.takenNanoseconds ?? 0) }
            .sorted { ($0.taken, $0.task.partition) < ($1.taken, $1.task.partition) }
            .map(\.task)
        guard !isLast, intervalNanoseconds > commitIntervalNanoseconds else { return due }
        let turns = intervalNanoseconds / max(1, commitIntervalNanoseconds)
        return Array(due.prefix((tasks.count + Int(turns) - 1) / Int(turns)))
    }

    private func isDue(_ task: StreamTask, now: Int64, isLast: Bool) -> Bool {
        guard !task.isRestoring, let known = progress[task.partition],
            task.nextOffset > known.newest?.offset ?? 0
        else { return false }
        return isLast || now - known.takenNanoseconds >= intervalNanoseconds
    }

    /// The records of a task's snapshot; nil where its state is larger than a snapshot may be.
    func records(of task: StreamTask) throws(BusError) -> [OutgoingRecord]? {
        guard let known = progress[task.partition] else { return nil }
        let snapshot = Snapshot(
            format: task.stage.stateFormat, offset: task.nextOffset, state: Self.state(of: task))
        let place = statePlace(of: task.partition)
        let slot = known.newest?.slot.other ?? .first
        guard
            let records = SnapshotRecords.records(
                of: snapshot, owner: owner(of: task.partition), slot: slot, in: place)
        else { return nil }
        let begins = try bus.offsets(of: place).end
        pending.append(
            Pending(
                partition: task.partition, slot: slot, offset: snapshot.offset, begins: begins,
                pointer: SnapshotPointer(
                    older: min(known.newestBegins ?? begins, begins), newer: begins)))
        return records
    }

    /// Where a task's snapshots are once the open transaction is committed; nil before the first.
    func pointer(of partition: TopicPartition) -> SnapshotPointer? {
        pending.last { $0.partition == partition }?.pointer ?? progress[partition]?.pointer
    }

    /// The transaction is committed: its snapshots are good.
    func noteCommitted(now: Int64) {
        for snapshot in pending {
            progress[snapshot.partition]?.newest = (snapshot.slot, snapshot.offset)
            progress[snapshot.partition]?.newestBegins = snapshot.begins
            progress[snapshot.partition]?.pointer = snapshot.pointer
            progress[snapshot.partition]?.takenNanoseconds = now
        }
        pending = []
    }

    /// The transaction is gone, and its snapshots with it.
    func forgetPending() { pending = [] }

    /// Postpones the next snapshot of a task whose state was too large or couldn't be written.
    func postpone(_ partition: TopicPartition, now: Int64) {
        progress[partition]?.takenNanoseconds = now
    }

    /// Takes a partition's task up: brings an operator to the newest snapshot that can be used.
    ///
    /// - Parameters:
    ///   - committed: How far the group has come; nil for a task that has never run.
    ///   - oldest: The oldest input offset that is retained; a snapshot before it leaves a gap.
    ///   - stage: In its initial state; restored where a snapshot was found.
    /// - Returns: Where it goes on from; nil where there is no snapshot to use.
    func restore(
        _ partition: TopicPartition, committed: ConsumedOffset?, oldest: Int64,
        _ stage: inout any Operator, makeStage: () -> any Operator
    ) throws(BusError) -> (offset: Int64?, problems: [String]) {
        var known = Progress(takenNanoseconds: MonotonicClock.nanoseconds)
        defer { progress[partition] = known }
        guard let committed else { return (nil, []) }
        guard let pointer = TaskMetadata(committed.metadata).snapshots else { return (nil, []) }
        var assembler = SnapshotAssembler(owner: owner(of: partition))
        // Told to end, a thread mustn't take half of the records for all there are.
        let scan = try RecordScan(
            [statePlace(of: partition): .offset(pointer.older)], on: bus,
            silenceSeconds: Self.silenceSeconds)
        while let record = try scan.next() { assembler.add(record) }
        known.pointer = pointer
        known.newestBegins = pointer.older
        let found = assembler.newest(format: stage.stateFormat, committed: committed.offset)
        guard let found else { return (nil, assembler.problems + ["there is no other"]) }
        known.newest = (found.slot, found.snapshot.offset)
        guard found.snapshot.offset >= oldest else {
            return (
                nil,
                ["the snapshot at \(found.snapshot.offset) is older than what the topic retains"]
            )
        }
        do {
            try stage.restore(found.snapshot.state)
        } catch {
            stage = makeStage()
            return (nil, ["the snapshot at \(found.snapshot.offset): \(error)"])
        }
        return (found.snapshot.offset, assembler.problems)
    }

    private static func state(of task: StreamTask) -> [UInt8] {
        do {
            return try task.stage.state()
        } catch {
            // A stage's own types make up its state, so that what can't be written is a mistake.
            preconditionFailure("the state of \(task.partition) can't be written: \(error)")
        }
    }

    private func owner(of partition: TopicPartition) -> SnapshotOwner {
        SnapshotOwner(group: group, partition: partition)
    }

    private func statePlace(of partition: TopicPartition) -> TopicPartition {
        TopicPartition(topic: topic, partition: partition.partition)
    }
}
