import FlowMetering
import NetworkModel
import TopicEncoding
import TrafficWindows

/// One session's state in one meter task: its open flows and windows, and which batches it had.
struct MeterSession {
    var flows: FlowTable
    var windows: WindowAccumulator
    let grid: WindowGrid
    /// Packets that are counted together, so that the table's reads of their flows overlap.
    private var group: [PacketSummary] = []
    private static let groupPackets = 128
    var nextSequence: UInt64 = 0
    var reportedWatermark = Timestamp.distantPast
    var totals = MeterTotals()
    var lastHeader: BatchHeader
    /// The offset of the newest batch: decides which session was heard of longest ago.
    var lastOffset: Int64 = 0

    init(first batch: PacketBatch, configuration: MeterConfiguration) {
        let header = batch.header
        lastHeader = header
        grid = WindowGrid(nanoseconds: configuration.windowNanoseconds)
        // Whoever comes to a running session has missed packets of the window in which it comes,
        // and must not have all windows before it taken for silence.
        if header.sequence > 0 { reportedWatermark = grid.end(of: grid.index(of: batch.clock)) }
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
        // By place, since taking one out copies all that it says.
        let annotations = batch.annotations
        var next = annotations.startIndex
        while cursor.next(into: &packet) {
            if next < annotations.endIndex, annotations[next].position <= cursor.ordinal {
                // What an annotation says comes behind the packets before it.
                countGroup(allowance, appendTime, &ended)
            }
            while next < annotations.endIndex, annotations[next].position <= cursor.ordinal {
                flows.annotate(annotations[next].annotation)
                next += 1
            }
            group.append(packet)
            if group.count == Self.groupPackets { countGroup(allowance, appendTime, &ended) }
        }
        countGroup(allowance, appendTime, &ended)
        for rest in annotations[next...] { flows.annotate(rest.annotation) }
        totals.packetsInFlows += UInt64(batch.packetCount)
        var skipped = SkippedPacket()
        var skippedCursor = batch.skipped
        while skippedCursor.next(into: &skipped) {
            windows.add(
                skipped, allowedLatenessNanoseconds: allowance, realTime: appendTime)
            totals.packetsSkipped[skipped.reason, default: 0] += 1
        }
    }

    /// Counts the packets that were collected, in flows together and in windows one by one.
    private mutating func countGroup(
        _ allowance: Int64, _ appendTime: Timestamp, _ ended: inout [FlowRecord]
    ) {
        // Taken out meanwhile: the table reads it while the session's other parts change.
        var packets: [PacketSummary] = []
        swap(&packets, &group)
        var samples: [(place: Int, sample: FlowSample)] = []
        flows.add(packets.span, into: &ended) { samples.append(($0, $1)) }
        var next = samples[...]
        for place in packets.indices {
            if let began = next.first, began.place == place {
                windows.add(
                    began.sample, of: packets[place], allowedLatenessNanoseconds: allowance)
                next = next.dropFirst()
            }
            windows.add(
                packets[place], allowedLatenessNanoseconds: allowance, realTime: appendTime)
        }
        packets.removeAll(keepingCapacity: true)
        swap(&packets, &group)
    }

    private mutating func progress(isEnd: Bool) -> WindowProgress? {
        let watermark = lastHeader.watermark
        guard isEnd || grid.index(of: watermark) > grid.index(of: reportedWatermark) else {
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

extension PacketBatch {
    /// The sensor's clock at the batch's beginning: at its first packet, or as its watermark tells.
    fileprivate var clock: Timestamp {
        var clocks: [Timestamp] = []
        var packet = PacketSummary()
        var packets = packets
        if packets.next(into: &packet) { clocks.append(packet.clock) }
        var skippedPacket = SkippedPacket()
        var skipped = skipped
        if skipped.next(into: &skippedPacket) { clocks.append(skippedPacket.clock) }
        return clocks.min()
            ?? header.watermark.advanced(byNanoseconds: header.allowedLatenessNanoseconds)
    }
}
