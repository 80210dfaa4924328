import Checksums
import NetworkModel
import TestSupport
import TopicEncoding

/// Writes what was decoded into batches, reads these back, and opens changed ones.
struct BatchFuzzer {
    private static let rows = 1000
    private static let changes = 20

    private var writer = PacketBatchWriter()
    private var packets: [PacketSummary] = []
    private var skipped: [SkippedPacket] = []
    private var random: SeededGenerator
    private(set) var batchCount = 0
    /// Changed batches that could still be opened.
    private(set) var openedCount = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func add(_ packet: PacketSummary) {
        writer.append(packet)
        packets.append(packet)
        if writer.rowCount == Self.rows { finish() }
    }

    mutating func add(_ packet: SkippedPacket) {
        writer.append(packet)
        skipped.append(packet)
        if writer.rowCount == Self.rows { finish() }
    }

    private mutating func finish() {
        let bytes = writer.finish(
            BatchHeader(
                sensorSession: SensorSession(
                    sensor: "fuzz", session: SessionIdentifier(rawValue: 1)),
                partition: 0, partitionCount: 1, sequence: UInt64(batchCount),
                sessionStart: Timestamp(nanoseconds: 0), watermark: Timestamp(nanoseconds: 0),
                allowedLatenessNanoseconds: 0, isEnd: false, capture: CaptureCounters()))
        batchCount += 1
        guard let read = try? PacketBatch(bytes) else {
            preconditionFailure("a batch that was just written can't be opened")
        }
        let rows = Self.rows(of: read)
        precondition(rows.packets == packets, "packets came back changed")
        precondition(rows.skipped == skipped, "skipped packets came back changed")
        for _ in 0..<Self.changes { open(changed(bytes)) }
        packets.removeAll(keepingCapacity: true)
        skipped.removeAll(keepingCapacity: true)
    }

    /// Opens a damaged batch, which either fails with an error or can be read whole.
    private mutating func open(_ bytes: [UInt8]) {
        guard let read = try? PacketBatch(bytes) else { return }
        openedCount += 1
        let rows = Self.rows(of: read)
        precondition(rows.packets.count == read.packetCount, "fewer packets than announced")
        precondition(rows.skipped.count == read.skippedCount, "fewer skipped than announced")
    }

    /// A batch with other bytes, whose length and checksum fit again but for one in four.
    private mutating func changed(_ batch: [UInt8]) -> [UInt8] {
        var bytes = batch
        for _ in 0...below(4) {
            // The header and the sections' beginnings are where lengths lie.
            let place = below(3) == 0 ? below(bytes.count) : below(min(bytes.count, 200))
            bytes[place] = below(2) == 0 ? UInt8(below(256)) : bytes[place] ^ 1 << UInt8(below(8))
        }
        if below(4) == 0 { bytes.removeLast(below(bytes.count)) }
        guard below(4) > 0 && bytes.count >= 16 else { return bytes }
        write(UInt32(bytes.count), at: 12, in: &bytes)
        let sum = CRC32C.checksum(
            of: Array(bytes[12...]), continuing: CRC32C.checksum(of: Array(bytes[..<8])))
        write(sum, at: 8, in: &bytes)
        return bytes
    }

    private func write(_ number: UInt32, at offset: Int, in bytes: inout [UInt8]) {
        for index in 0..<4 {
            bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * UInt32(index)))
        }
    }

    private mutating func below(_ limit: Int) -> Int {
        limit < 2 ? 0 : Int(random.next() >> 33) % limit
    }

    private static func rows(
        of batch: PacketBatch
    ) -> (packets: [PacketSummary], skipped: [SkippedPacket]) {
        var packet = PacketSummary()
        var packets: [PacketSummary] = []
        var cursor = batch.packets
        while cursor.next(into: &packet) { packets.append(packet) }
        var skippedPacket = SkippedPacket()
        var skipped: [SkippedPacket] = []
        var skippedCursor = batch.skipped
        while skippedCursor.next(into: &skippedPacket) { skipped.append(skippedPacket) }
        return (packets, skipped)
    }
}
