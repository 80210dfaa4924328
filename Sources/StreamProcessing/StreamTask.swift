/// One operator for one partition, with how far it has come.
///
/// The input topic is the changelog: a task is restored from its newest snapshot, or from nothing,
/// by processing the partition again from there on, with the outputs of records below the committed
/// offset left out, since they were committed with it. That is exact because operators are
/// deterministic.
public struct StreamTask {
    /// The partition that the task reads.
    public let partition: TopicPartition
    /// Outputs of records below this offset are already on the bus.
    public let suppressBelow: Int64
    /// The next offset to process.
    public private(set) var nextOffset: Int64
    /// The state.
    public private(set) var stage: any Operator

    /// A task at the beginning of its work.
    ///
    /// - Parameters:
    ///   - partition: The partition that the task will read.
    ///   - start: Where processing begins: the offset of the snapshot that the operator was
    ///     restored from, else the oldest retained one.
    ///   - committed: The group's committed offset, or nil where it has none.
    ///   - stage: The operator in its initial state or that of the snapshot.
    public init(
        partition: TopicPartition, start: Int64, committed: Int64?, stage: any Operator
    ) {
        self.partition = partition
        self.stage = stage
        nextOffset = start
        suppressBelow = committed ?? start
    }

    /// True while the task is rebuilding state whose outputs are already on the bus.
    public var isRestoring: Bool { nextOffset < suppressBelow }

    /// Processes the next record of the partition; offsets may have gaps but never go back.
    ///
    /// - Parameter outputs: Gains what follows from the record, unless it is suppressed.
    public mutating func process(_ record: BusRecord, into outputs: inout [OutgoingRecord]) {
        precondition(record.topicPartition == partition, "a task processes its own partition")
        precondition(record.offset >= nextOffset, "a partition's offsets never go back")
        if record.offset < suppressBelow {
            var suppressed: [OutgoingRecord] = []
            stage.process(record, into: &suppressed)
        } else {
            stage.process(record, into: &outputs)
        }
        nextOffset = record.offset + 1
    }

    /// Moves past offsets that hold no record for this reader.
    public mutating func skip(to offset: Int64) {
        nextOffset = max(nextOffset, offset)
    }
}
