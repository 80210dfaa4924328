import NetworkModel
import TopicEncoding

/// A batch with what went into it.
struct RandomBatch {
    let header: BatchHeader
    private(set) var packets: [PacketSummary] = []
    private(set) var skipped: [SkippedPacket] = []
    private(set) var annotations: [PlacedAnnotation] = []
    private(set) var bytes: [UInt8] = []

    /// Makes a batch of rows of all kinds mixed, late ones and ones at the same instant included.
    init(rows: Int, from random: inout RandomRecords, writer: inout PacketBatchWriter) {
        header = random.header()
        var clock = random.number(Int64.min...Int64.max / 2)
        for _ in 0..<rows {
            if random.isOneIn(6) { annotate(writer.rowCount, from: &random, writer: &writer) }
            clock += random.isOneIn(3) ? 0 : random.number(Int64(0)...1_000_000_000)
            let lateness = random.isOneIn(4) ? random.number(Int64(0)...1_000_000) : 0
            let (time, overflow) = clock.subtractingReportingOverflow(lateness)
            let place = Timestamp(nanoseconds: overflow ? clock : time)
            if random.isOneIn(5) {
                let packet = random.skippedPacket(time: place, lateness: overflow ? 0 : lateness)
                skipped.append(packet)
                writer.append(packet)
            } else {
                let packet = random.packet(time: place, lateness: overflow ? 0 : lateness)
                packets.append(packet)
                writer.append(packet)
            }
        }
        if random.isOneIn(2) { annotate(rows, from: &random, writer: &writer) }
        bytes = writer.finish(header)
    }

    private mutating func annotate(
        _ position: Int, from random: inout RandomRecords, writer: inout PacketBatchWriter
    ) {
        let annotation = random.annotation()
        annotations.append(PlacedAnnotation(position: position, annotation: annotation))
        writer.append(annotation)
    }
}

extension PacketBatch {
    /// All packets of flows, read one after the other into a packet that held something else.
    var allPackets: [PacketSummary] {
        var packet = PacketSummary()
        var cursor = packets
        var all: [PacketSummary] = []
        while cursor.next(into: &packet) { all.append(packet) }
        return all
    }

    /// All packets that are in no flow.
    var allSkipped: [SkippedPacket] {
        var packet = SkippedPacket()
        var cursor = skipped
        var all: [SkippedPacket] = []
        while cursor.next(into: &packet) { all.append(packet) }
        return all
    }
}
