import PipelineStages
import StreamProcessing

/// How far a partition has come, and what was done for it.
struct TaskReport: Sendable {
    /// What the partition's stage has counted.
    enum Counters: Sendable {
        /// The meter.
        case meter(MeterCounters)
        /// The detector.
        case detect(DetectCounters)
        /// Nothing that is shown.
        case none
    }

    /// The partition.
    let partition: TopicPartition
    /// The next offset to process.
    let nextOffset: Int64
    /// Outputs of records below this offset were committed before: the task is restored up to it.
    let restoreTarget: Int64
    /// Records below this offset are missing from the state; nil where it is complete.
    let missingBelow: Int64?
    /// What was counted.
    let counters: Counters

    /// The report of a stage's task.
    init(_ task: StreamTask, missingBelow: Int64? = nil) {
        self.missingBelow = missingBelow
        partition = task.partition
        nextOffset = task.nextOffset
        restoreTarget = task.suppressBelow
        switch task.stage {
        case let stage as MeterStage: counters = .meter(stage.counters)
        case let stage as DetectStage: counters = .detect(stage.counters)
        default: counters = .none
        }
    }

    /// The report of a partition that has no state to restore.
    init(_ partition: TopicPartition, nextOffset: Int64, restoreTarget: Int64 = 0) {
        self.partition = partition
        self.nextOffset = nextOffset
        self.restoreTarget = restoreTarget
        missingBelow = nil
        counters = .none
    }

    /// Whether state is being rebuilt.
    var isRestoring: Bool { nextOffset < restoreTarget }
}
