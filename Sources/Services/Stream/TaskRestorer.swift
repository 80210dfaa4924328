import ServiceRuntime
import StreamProcessing

/// Brings tasks to where their group has come: by a snapshot, or by their input.
///
/// Belongs to the thread of the tasks.
final class TaskRestorer {
    private let bus: any MessageBus
    private let configuration: StreamThreadConfiguration
    private let makeStage: () -> any Operator
    private let snapshots: TaskSnapshots?
    private let log: Log

    /// Where the state of tasks begins, of those that didn't begin at a partition's offset 0.
    private(set) var beginnings: [TopicPartition: TaskBeginning] = [:]
    /// The offset below which records are missing from the state of a task, of those whose state is
    /// incomplete.
    private(set) var gaps: [TopicPartition: Int64] = [:]
    /// What tasks were restored from.
    private(set) var counters = RestoreCounters()

    /// - Parameters:
    ///   - bus: Where the input and the snapshots are.
    ///   - configuration: What the thread reads.
    ///   - snapshots: Where the tasks have any.
    ///   - log: Is told where a task couldn't be restored as it should be.
    ///   - makeStage: Makes an operator in its initial state.
    init(
        bus: any MessageBus, configuration: StreamThreadConfiguration, snapshots: TaskSnapshots?,
        log: Log, makeStage: @escaping () -> any Operator
    ) {
        self.bus = bus
        self.configuration = configuration
        self.snapshots = snapshots
        self.log = log
        self.makeStage = makeStage
    }

    /// The task of a partition, to go on at its `nextOffset`.
    ///
    /// - Parameter committed: How far the group has come; nil for a task that has never run.
    func task(
        for partition: TopicPartition, committed: ConsumedOffset?
    ) throws(BusError) -> StreamTask {
        guard configuration.isInputKept || committed == nil else {
            throw BusError(
                .corrupt,
                "the state of partition \(partition.partition) of \(partition.topic) is lost, and "
                    + "the temporary bus no longer holds what it was made from: run again, with "
                    + "--bus sqlite:PATH if it happens once more")
        }
        let retained = try bus.offsets(of: partition).oldest
        beginnings[partition] = committed.flatMap { TaskMetadata($0.metadata).beginning }
        if committed == nil, retained > 0 {
            // So that whoever restores the task later knows that nothing was before.
            beginnings[partition] = TaskBeginning(offset: retained)
        }
        let first = beginnings[partition]?.offset ?? 0
        let oldest = max(retained, first)
        var stage = makeStage()
        let restored = try snapshots?.restore(
            partition, committed: committed, oldest: oldest, &stage, makeStage: makeStage)
        for problem in restored?.problems ?? [] {
            warn("a task's snapshot can't be used", of: partition, problem)
        }
        gaps[partition] = nil
        // A task that had nothing to process yet has nothing to restore.
        if let committed, max(committed.offset, retained) > first {
            note(partition, restored?.offset, retained: retained, first: first)
        }
        return StreamTask(
            partition: partition, start: restored?.offset ?? oldest,
            committed: committed?.offset, stage: stage)
    }

    /// Counts what a task was restored from, and whether anything is missing.
    private func note(
        _ partition: TopicPartition, _ snapshot: Int64?, retained: Int64, first: Int64
    ) {
        if snapshot != nil {
            counters.bySnapshot += 1
        } else if retained <= first {
            counters.byReplay += 1
        } else {
            counters.incomplete += 1
            gaps[partition] = retained
            warn(
                "a task's state is incomplete", of: partition,
                "no snapshot can be used, and the input below offset \(retained) is deleted")
        }
    }

    private func warn(_ message: StaticString, of partition: TopicPartition, _ cause: String) {
        log.log(
            .warning, message,
            [.topic: partition.topic, .partition: "\(partition.partition)", .cause: cause])
    }
}
