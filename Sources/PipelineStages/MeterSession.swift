import FlowMetering
import NetworkModel
import TopicEncoding
import TrafficWindows

/// One session's state in one meter task: its open flows and windows, and which batches it had.
struct MeterSession {
    private var flows: FlowTable
    private var windows: WindowAccumulator
    private let grid: WindowGrid
    private var nextSequence: UInt64 = 0
    private var reportedWatermark = Timestamp.distantPast
    private(set) var totals = MeterTotals()
    private(set) var lastHeader: BatchHeader
    /// The offset of the newest batch: decides which session was heard of longest ago.
    private(set) var lastOffset: Int64 = 0

    init(first header: BatchHeader, configuration: MeterConfiguration) {
        lastHeader = header
        grid = WindowGrid(nanoseconds: configuration.windowNanoseconds)
        flows = FlowTable(
            sensorSession: header.sensorSession, configuration: configuration.flows)
        windows = WindowAccumulator(windowNanoseconds: configuration.windowNanoseconds)
    }

    /// What the flow table has done.
    var flowCounters: FlowTableCounters { flows.counters }

    /// Packets that were later than the allowance.
    var latePackets: UInt64 { windows.latePackets }

    /// Packets for whose window there was no room.
    var refusedPackets: UInt64 { windows.refusedPackets }

    /// Counts a batch unless it has come before.
    ///
    /// - Returns: The task's progress where a window was closed or the session ended; nil
    ///   otherwise.
    mutating func add(
        _ batch: PacketBatch, offset: Int64, appendTime: Timestamp,
        ended: inout [FlowRecord]
    ) -> WindowProgress? {
        let header = batch.header
        guard header.sequence >= nextSequence else {
            totals.repeatedBatches += 1
            return nil
        }
        totals.batches += 1
        totals.missingBatches += header.sequence - nextSequence
        nextSequence = header.sequence + 1
        lastHeader = header
        lastOffset = offset
        let endedBefore = ended.count
        count(batch, appendTime: appendTime, ended: &ended)
        if header.isEnd {
            flows.finish(at: lastHeader.watermark, into: &ended)
        } else {
            flows.advance(to: header.watermark, into: &ended)
        }
        totals.flows += UInt64(ended.count - endedBefore)
        totals.flowsEvicted = flows.counters.evicted
        totals.annotations = flows.counters.annotations
        totals.annotationsUnmatched = flows.counters.annotationsUnmatched
        return progress(isEnd: header.isEnd)
    }

    /// Ends the session without its last batch: it was displaced.
    mutating func finish(ended: inout [FlowRecord]) -> WindowProgress? {
        let endedBefore = ended.count
        flows.finish(at: lastHeader.watermark, into: &ended)
        totals.flows += UInt64(ended.count - endedBefore)
        return progress(isEnd: true)
    }

    private mutating func count(
        _ batch: PacketBatch, appendTime: Timestamp, ended: inout [FlowRecord]
    ) {
        let allowance = batch.header.allowedLatenessNanoseconds
        var packet = PacketSummary()
        var cursor = batch.packets
        var annotations = batch.annotations[...]
        while cursor.next(into: &packet) {
            while let next = annotations.first, next.position <= cursor.ordinal {
                flows.annotate(next.annotation)
                annotations = annotations.dropFirst()
            }
            if let sample = flows.add(packet, into: &ended) {
                windows.add(sample, of: packet, allowedLatenessNanoseconds: allowance)
            }
            windows.add(
                packet, allowedLatenessNanoseconds: allowance, realTime: appendTime)
        }
        for rest in annotations { flows.annotate(rest.annotation) }
        totals.packetsInFlows += UInt64(batch.packetCount)
        var skipped = SkippedPacket()
        var skippedCursor = batch.skipped
        while skippedCursor.next(into: &skipped) {
            windows.add(
                skipped, allowedLatenessNanoseconds: allowance, realTime: appendTime)
            totals.packetsSkipped[skipped.reason, default: 0] += 1
        }
    }

    private mutating func progress(isEnd: Bool) -> WindowProgress? {
        let watermark = lastHeader.watermark
        guard isEnd || grid.index(of: watermark) != grid.index(of: reportedWatermark) else {
            return nil
        }
        defer { reportedWatermark = watermark }
        return WindowProgress(
            sensorSession: lastHeader.sensorSession, partition: lastHeader.partition,
            partitionCount: lastHeader.partitionCount, windowNanoseconds: grid.nanoseconds,
            sessionStart: lastHeader.sessionStart, previousWatermark: reportedWatermark,
            watermark: watermark, isEnd: isEnd,
            partials: isEnd ? windows.closeAll() : windows.close(upTo: watermark))
    }
}
