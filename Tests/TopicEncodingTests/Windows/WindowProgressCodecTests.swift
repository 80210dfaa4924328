import NetworkModel
import TestSupport
import Testing

@testable import TopicEncoding

struct WindowProgressCodecTests {
    @Test func `any progress comes back as it was, from bytes that are always the same`() throws {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        for partials in [0, 1, 2, 5] {
            let progress = random.progress(partials: partials)
            let record = WindowProgressCodec.encode(progress)
            let decoded = try WindowProgressCodec.decode(record.value)
            #expect(decoded == progress, "seed \(seed)")
            #expect(WindowProgressCodec.encode(decoded) == record, "seed \(seed)")
            #expect(record.key == Array(progress.sensorSession.sensor.utf8))
        }
    }

    @Test func `every counter there is gets written`() {
        let counters = Mirror(reflecting: WindowCounters()).children
        #expect(counters.count == 13 + 2 + 4)
        #expect(Mirror(reflecting: HostCounters()).children.count == 6)
        #expect(Mirror(reflecting: WindowPartial(index: 0)).children.count == 5)
        var random = RandomRecords(seed: 1)
        #expect(Mirror(reflecting: random.progress(partials: 0)).children.count == 9)
    }

    @Test(arguments: [0, 1, 64, 65, 66, 1000, 1365, 1700, 2000, 5000, 100_000])
    func `distinct counts come back in any form`(_ values: Int) throws {
        var random = RandomRecords(seed: UInt64(values))
        let count = random.distinctCount(values: values)
        var writer = BinaryWriter()
        DistinctCountCoding.write(count, to: &writer)
        #expect(writer.bytes.count <= DistinctCount.registerCount + 1)
        var reader = BinaryReader(
            writer.bytes, from: 0, to: writer.bytes.count, section: "partials")
        #expect(try DistinctCountCoding.read(from: &reader) == count)
        #expect(reader.remaining == 0)
    }

    @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, UInt64.max - 1, UInt64.max])
    func `counts take as few bytes as they need and no others are read`(_ number: UInt64) throws {
        var writer = BinaryWriter()
        writer.variable(number)
        let needed = max(1, (64 - number.leadingZeroBitCount + 6) / 7)
        #expect(writer.bytes.count == needed)
        var reader = BinaryReader(writer.bytes, from: 0, to: needed, section: "partials")
        #expect(try reader.variable() == number)
        let padded = writer.bytes.dropLast() + [(writer.bytes.last ?? 0) | 0x80, 0]
        var second = BinaryReader(
            Array(padded), from: 0, to: padded.count, section: "partials")
        #expect(throws: TopicDecodingError.badField(name: "count")) { try second.variable() }
    }

    @Test func `progress that is too much for a record is split at windows`() throws {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        var progress = random.progress(partials: 12)
        progress.windowNanoseconds = 1000
        progress.previousWatermark = .distantPast
        progress.watermark = Timestamp(nanoseconds: .max)
        progress.isEnd = true
        let records = WindowProgressCodec.records(of: progress, maximumBytes: 40_000)
        #expect(records.count > 1)
        let parts = try records.map { try WindowProgressCodec.decode($0.value) }
        #expect(parts.flatMap(\.partials) == progress.partials, "seed \(seed)")
        #expect(records.allSatisfy { $0.value.count <= 40_000 }, "seed \(seed)")
        var watermark = progress.previousWatermark
        let grid = WindowGrid(nanoseconds: 1000)
        for part in parts {
            #expect(part.previousWatermark == watermark, "seed \(seed)")
            #expect(part.watermark >= watermark, "seed \(seed)")
            for partial in part.partials {
                #expect(grid.end(of: partial.index) <= part.watermark, "seed \(seed)")
                #expect(grid.end(of: partial.index) > watermark, "seed \(seed)")
            }
            watermark = part.watermark
        }
        #expect(parts.map(\.isEnd) == parts.indices.map { $0 == parts.count - 1 })
        #expect(parts.last?.watermark == progress.watermark)
        #expect(WindowProgressCodec.records(of: progress, maximumBytes: 1).count == 12)
        let whole = WindowProgressCodec.records(of: progress)
        #expect(whole == [WindowProgressCodec.encode(progress)])
    }

    @Test func `the largest partial leaves room for five in a record`() {
        var random = RandomRecords(seed: 2)
        var partial = random.partial(index: 1)
        partial.counters.sources = random.distinctCount(values: 50_000)
        partial.counters.destinations = partial.counters.sources
        partial.counters.destinationPorts = partial.counters.sources
        var hosts: [HostSample] = []
        for number in 0..<UInt64(WindowPartial.hostLimit) {
            var counters = HostCounters()
            counters.packets = .max
            counters.ipBytes = .max
            counters.synPackets = .max
            counters.ackPackets = .max
            counters.icmpPackets = .max
            counters.arpPackets = .max
            hosts.append(
                HostSample(address: IPAddress(high: .max, low: number), counters: counters))
        }
        partial.sources = hosts
        partial.destinations = hosts
        var writer = BinaryWriter()
        WindowPartialCoding.write(partial, to: &writer)
        #expect(5 * writer.bytes.count < TopicCatalog.maximumRecordBytes)
    }
}
