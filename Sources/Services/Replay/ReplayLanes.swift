import NetworkModel
import PipelineStages
import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// The records of some partitions that belong to a range: each partition's in their order, and
/// where they are paced all of them in the order of their event time.
final class ReplayLanes {
    /// The most partitions that are paced: each has a reader of its own.
    static let maximumPaced = 128

    private struct Lane {
        let scan: RecordScan
        var head: (record: BusRecord, time: Timestamp)?
        /// The newest event time of the lane, for records without one.
        var newest = Timestamp.distantPast
    }

    private var lanes: [Lane] = []
    private(set) var range: ReplayRange
    private var isStarted = false

    /// - Parameter isPaced: Whether partitions are brought into one order; else they come as the
    ///   bus hands them over.
    init(
        _ partitions: [TopicPartition], of range: ReplayRange, isPaced: Bool,
        on bus: any MessageBus, stop: StopSignal
    ) throws {
        guard !isPaced || partitions.count <= Self.maximumPaced else {
            throw ServiceFailure(
                "\(partitions.count) partitions are too many for a pace, which can bring "
                    + "\(Self.maximumPaced) into order: replay fewer topics, or with --pace max",
                .usage)
        }
        self.range = range
        let groups = isPaced ? partitions.map { [$0] } : [partitions]
        for group in groups {
            let starts = group.map { ($0, StartOffset.oldest) }
            lanes.append(
                Lane(
                    scan: try RecordScan(
                        Dictionary(uniqueKeysWithValues: starts), on: bus, stop: stop)))
        }
    }

    /// The next record and the event time at which it was complete; nil at the end.
    func next() throws(BusError) -> (record: BusRecord, time: Timestamp)? {
        if !isStarted {
            isStarted = true
            for lane in lanes.indices { try fill(lane) }
        }
        var first: Int?
        for lane in lanes.indices {
            guard let head = lanes[lane].head else { continue }
            if let known = first, let other = lanes[known].head, other.time <= head.time {
                continue
            }
            first = lane
        }
        guard let first, let head = lanes[first].head else { return nil }
        try fill(first)
        return head
    }

    private func fill(_ lane: Int) throws(BusError) {
        lanes[lane].head = nil
        while let record = try lanes[lane].scan.next() {
            guard range.takes(record) else { continue }
            lanes[lane].newest = max(lanes[lane].newest, record.eventTime?.last ?? .distantPast)
            lanes[lane].head = (record, lanes[lane].newest)
            return
        }
    }
}
