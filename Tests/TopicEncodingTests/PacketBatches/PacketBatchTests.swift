import NetworkModel
import TestSupport
import Testing

@testable import TopicEncoding

struct PacketBatchTests {
    @Test func `what was appended is read in the order of the capture`() throws {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        var writer = PacketBatchWriter()
        for rows in [0, 1, 2, 3, 10, 100, 1000] {
            let batch = RandomBatch(rows: rows, from: &random, writer: &writer)
            let read = try PacketBatch(batch.bytes)
            #expect(read.header == batch.header, "seed \(seed)")
            #expect(read.packetCount == batch.packets.count, "seed \(seed)")
            #expect(read.skippedCount == batch.skipped.count, "seed \(seed)")
            #expect(read.allPackets == batch.packets, "seed \(seed)")
            #expect(read.allSkipped == batch.skipped, "seed \(seed)")
            #expect(read.annotations == batch.annotations, "seed \(seed)")
            #expect(writer.rowCount == 0)
        }
    }

    @Test func `a fresh writer makes the same bytes as one that has been used`() {
        var fresh = RandomRecords(seed: 7)
        var again = RandomRecords(seed: 7)
        var used = PacketBatchWriter()
        var other = RandomRecords(seed: 8)
        _ = RandomBatch(rows: 500, from: &other, writer: &used)
        var new = PacketBatchWriter()
        let first = RandomBatch(rows: 50, from: &fresh, writer: &new)
        let second = RandomBatch(rows: 50, from: &again, writer: &used)
        #expect(first.bytes == second.bytes)
    }

    @Test func `the largest batch is read whole`() throws {
        var writer = PacketBatchWriter()
        for number in 0..<PacketBatchWriter.maximumRows {
            var packet = PacketSummary()
            packet.tcpSequence = UInt32(number)
            packet.time = Timestamp(nanoseconds: Int64(number))
            if number % 3 == 0 {
                packet.source = IPAddress(high: 1, low: UInt64(number))
                packet.destination = IPAddress(high: 2, low: 3)
            }
            writer.append(packet)
        }
        var random = RandomRecords(seed: 1)
        let read = try PacketBatch(writer.finish(random.header()))
        #expect(read.allPackets.map(\.tcpSequence) == (0..<65_536).map { UInt32($0) })
    }

    @Test func `an agent's largest batch of the widest rows stays below the topic's limit`() {
        var writer = PacketBatchWriter()
        var packet = PacketSummary()
        packet.source = IPAddress(high: 0, low: 1)
        packet.destination = packet.source
        for number in 0..<8192 as Range<UInt64> {
            packet.sourceMAC = MACAddress(rawValue: number)
            writer.append(packet)
        }
        var random = RandomRecords(seed: 1)
        #expect(writer.finish(random.header()).count < TopicCatalog.maximumRecordBytes)
    }

    @Test func `a record carries the sensor and the range of its packets' times`() {
        var random = RandomRecords(seed: 3)
        let header = random.header()
        var writer = PacketBatchWriter()
        writer.append(random.packet(time: Timestamp(nanoseconds: 100), lateness: 0))
        writer.append(random.skippedPacket(time: Timestamp(nanoseconds: 900), lateness: 0))
        writer.append(random.packet(time: Timestamp(nanoseconds: 40), lateness: 860))
        let record = writer.finishRecord(header)
        #expect(record.key == Array(header.sensorSession.sensor.utf8))
        #expect(
            record.eventTime
                == EventTimeRange(
                    first: Timestamp(nanoseconds: 40), last: Timestamp(nanoseconds: 900)))
        let empty = writer.finishRecord(header)
        #expect(
            empty.eventTime == EventTimeRange(first: header.watermark, last: header.watermark))
        #expect(
            empty.headers.map(\.name) == ["event-time", "content-type", "schema"])
        #expect(empty.headers.last?.value == Array("packets/1.1".utf8))
    }

    @Test func `a batch of every kind of row has these bytes`() throws {
        let bytes = GoldenBatch.make()
        #expect(hexadecimal(bytes) == GoldenBatch.bytes)
        let read = try PacketBatch(bytes)
        #expect(read.allPackets == GoldenBatch.packets)
        #expect(read.allSkipped == [GoldenBatch.skipped])
        #expect(read.annotations == [GoldenBatch.annotation])
    }

    @Test func `packets of one path need no numbers, and of none no path`() throws {
        var random = RandomRecords(seed: 1)
        var writer = PacketBatchWriter()
        let header = random.header()
        var packet = PacketSummary()
        writer.append(packet)
        writer.append(packet)
        let bare = writer.finish(header)
        packet.sourceMAC = MACAddress(rawValue: 5)
        writer.append(packet)
        writer.append(packet)
        let same = writer.finish(header)
        #expect(same.count == bare.count + 8 + 20)
        #expect(try PacketBatch(same).allPackets.map(\.sourceMAC.rawValue) == [5, 5])
        #expect(try PacketBatch(bare).allPackets.map(\.sourceMAC) == [.none, .none])
    }
}

/// Sixteen bytes a line, as the golden texts have them.
func hexadecimal(_ bytes: [UInt8]) -> String {
    stride(from: 0, to: bytes.count, by: 16).map { start in
        bytes[start..<min(start + 16, bytes.count)].map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined(separator: " ")
    }.joined(separator: "\n")
}
