import NetworkModel
import PipelineStages
import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// Has a new group begin at a point of event time instead of the oldest record.
///
/// In each partition that is the first record of which any part lies at or after the time. It is
/// found by reading from the oldest record on: buses find records by the time at which they took
/// them only, which says nothing of when a capture was made. The beginning is committed before
/// anything is processed, so that every member of the group begins and restores there.
final class GroupBeginning: RebalanceListener {
    /// How long the group may take to hand over all partitions.
    private static let patienceMilliseconds: Int64 = 60_000

    private let group: String
    private let partitions: [TopicPartition]
    private let bus: any MessageBus
    private let stop: StopSignal
    private var owned: Set<TopicPartition> = []

    /// - Parameter partitions: All partitions of the one topic that the group reads.
    init(group: String, partitions: [TopicPartition], on bus: any MessageBus, stop: StopSignal) {
        self.group = group
        self.partitions = partitions
        self.bus = bus
        self.stop = stop
    }

    /// Throws where the group has come to some offset already: its state can't begin anew.
    func check() throws {
        let committed = try bus.committed(group: group, partitions: partitions)
        guard let first = committed.first else { return }
        throw ServiceFailure(
            "the group \(group) has processed \(first.topicPartition.topic) up to offset "
                + "\(first.offset) of partition \(first.topicPartition.partition): --from needs a "
                + "group that has processed nothing, so name a new one with --group, or leave "
                + "--from out to go on", .configuration)
    }

    /// Commits where the group begins.
    func commit(at time: Timestamp) throws {
        var offsets: [ConsumedOffset] = []
        for partition in partitions {
            let offset = try firstOffset(in: partition, at: time)
            offsets.append(
                ConsumedOffset(
                    topicPartition: partition, offset: offset,
                    metadata: TaskBeginning(offset: offset).metadata))
        }
        guard !stop.isSet else { return }
        let consumer = try bus.makeConsumer(
            group: group, topics: Set(partitions.map(\.topic)).sorted(), listener: self)
        defer { consumer.close() }
        let deadline = MonotonicClock.nanoseconds + Self.patienceMilliseconds * 1_000_000
        while owned.count < partitions.count {
            if stop.isSet { return }
            guard MonotonicClock.nanoseconds < deadline else {
                throw ServiceFailure(
                    "another process of the group \(group) has some of its partitions: start the "
                        + "first one with --from alone, others without it", .configuration)
            }
            _ = try consumer.poll(timeoutMilliseconds: 100)
        }
        // Another process may have been faster while the group formed.
        try check()
        try consumer.commit(offsets)
    }

    /// The offset of the first record of which any part lies at or after a time; the end where
    /// there is none.
    private func firstOffset(
        in partition: TopicPartition, at time: Timestamp
    ) throws(BusError) -> Int64 {
        let end = try bus.offsets(of: partition).end
        let scan = try RecordScan([partition: .oldest], on: bus, stop: stop)
        while let record = try scan.next() {
            if let range = record.eventTime, range.last >= time { return record.offset }
        }
        return end
    }

    func assigned(
        _ partitions: [TopicPartition], committed: [ConsumedOffset]
    ) -> [TopicPartition: StartOffset] {
        owned.formUnion(partitions)
        return [:]
    }

    func revoked(_ partitions: [TopicPartition], isLost: Bool) {
        owned.subtract(partitions)
    }
}
