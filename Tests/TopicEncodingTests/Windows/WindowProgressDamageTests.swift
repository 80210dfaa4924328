import NetworkModel
import TestSupport
import Testing

@testable import TopicEncoding

struct WindowProgressDamageTests {
    /// A partial with two distinct values, three hosts and two flows, as often as told; sensor `s`.
    private static func record(partials: Int64 = 1) -> [UInt8] {
        var partial = WindowPartial(index: 7)
        partial.counters.packets = 300
        partial.counters.sources.insert(1)
        partial.counters.sources.insert(2)
        partial.sources = [
            HostSample(address: .literal("192.0.2.1"), counters: HostCounters()),
            HostSample(address: .literal("192.0.2.2"), counters: HostCounters()),
            HostSample(address: .literal("2001:db8::1"), counters: HostCounters()),
        ]
        partial.flows = [
            FlowSample(uid: FlowIdentifier(high: 1, low: 2), tuple: GoldenFlow.tcp.tuple),
            FlowSample(uid: FlowIdentifier(high: 1, low: 3), tuple: GoldenFlow.tcp.tuple),
        ]
        let time = Timestamp(nanoseconds: 8000)
        let progress = WindowProgress(
            sensorSession: SensorSession(
                sensor: "s", session: SessionIdentifier(rawValue: 5)),
            partition: 0, partitionCount: 2, windowNanoseconds: 1000, sessionStart: time,
            previousWatermark: .distantPast, watermark: time, isEnd: false, partials: [])
        var all = progress
        all.partials = (0..<partials).map { number in
            partial.index = 7 + number
            return partial
        }
        return WindowProgressCodec.encode(all).value
    }

    @Test func `every change of a single byte is rejected`() {
        var bytes = Self.record()
        #expect(failure(decoding: bytes) == nil)
        for index in bytes.indices {
            let original = bytes[index]
            for change in 1...UInt8.max {
                bytes[index] = original ^ change
                if failure(decoding: bytes) == nil {
                    Issue.record("byte \(index) changed by \(change) was accepted")
                }
            }
            bytes[index] = original
        }
    }

    @Test func `every truncation is rejected, also where the envelope fits`() {
        let bytes = Self.record()
        for count in bytes.indices {
            #expect(failure(decoding: Array(bytes[..<count])) != nil)
            guard count >= 16 else { continue }
            let fitting = edited(Array(bytes[..<count])) { _ in }
            #expect(failure(decoding: fitting) != nil, "\(count) bytes were accepted")
        }
        #expect(failure(decoding: edited(bytes) { $0.append(0) }) != nil)
    }

    @Test func `fields out of their range are rejected whatever the checksum`() {
        let bytes = Self.record()
        func error(_ change: (inout [UInt8]) -> Void) -> TopicDecodingError? {
            failure(decoding: edited(bytes, change))
        }
        #expect(error { $0[0] = 0 } == .badMagic)
        #expect(error { $0[3] = UInt8(ascii: "R") } == .badMagic)
        #expect(error { $0[4] = 0 } == .unsupportedVersion(0))
        #expect(error { $0[5] = 4 } == .badField(name: "flags"))
        #expect(error { $0[55] = 0x80 } == .badField(name: "window length"))
        #expect(error { $0[56] = 2 } == .badField(name: "partition"))
        #expect(error { $0[64] = 0 } == .badLength(section: "partials"))
        #expect(error { $0[64] = 2 } == .badLength(section: "partials"))
        #expect(error { $0[68] = 0 } == .badField(name: "sensor"))
        #expect(error { $0[68] = 2 } == .badLength(section: "sensor"))
        #expect(error { $0[69] = 0xff } == .badField(name: "sensor"))
        // Index and two times, then 300 packets in two bytes and twelve counts of 0.
        let distinct = 70 + 24 + 2 + 12
        #expect(error { $0[distinct] = 3 } == .badField(name: "distinct count"))
        #expect(error { $0[distinct + 2] = 2 } == .badField(name: "distinct count"))
        #expect(error { $0[distinct + 2] = 3 } == .badField(name: "distinct count"))
        let hosts = distinct + 2 + 16 + 3 * 2
        #expect(error { $0[hosts + 1] = 5 } == .badField(name: "IP version"))
        #expect(bytes[hosts] == 3)
    }

    @Test func `what isn't in ascending order is rejected whatever the checksum`() {
        let bytes = Self.record()
        func error(_ change: (inout [UInt8]) -> Void) -> TopicDecodingError? {
            failure(decoding: edited(bytes, change))
        }
        let distinct = 70 + 24 + 2 + 12
        #expect(error { $0[distinct + 10] = 1 } == .badField(name: "distinct count"))
        let secondHost = distinct + 2 + 16 + 3 * 2 + 1 + 11
        #expect(bytes[secondHost + 4] == 2)
        #expect(error { $0[secondHost + 4] = 1 } == .badField(name: "hosts"))
        #expect(error { $0[secondHost + 4] = 0 } == .badField(name: "hosts"))
        // A flow sample of IPv4 has 31 bytes; the last byte of the uid is its sixteenth.
        let secondFlow = bytes.count - 31
        #expect(bytes[secondFlow + 15] == 3)
        #expect(error { $0[secondFlow + 15] = 2 } == .badField(name: "flow samples"))
        let two = Self.record(partials: 2)
        let secondPartial = 70 + (two.count - 70) / 2
        #expect(two[secondPartial] == 8)
        let same = edited(two) { $0[secondPartial] = 7 }
        #expect(failure(decoding: same) == .badField(name: "window index"))
    }

    @Test func `random bytes behind a right envelope never crash the reader`() {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        let records = [
            Self.record(), WindowProgressCodec.encode(random.progress(partials: 2)).value,
        ]
        for round in 0..<20_000 {
            // The larger record is dearer.
            let record = records[round % 50 == 0 ? 1 : 0]
            let bytes = edited(record) { bytes in
                for _ in 0..<random.number(1...4) {
                    let index = random.number(16...bytes.count - 1)
                    bytes[index] = random.number(0...255)
                }
                if random.isOneIn(3) { bytes.removeLast(random.number(0...bytes.count - 16)) }
            }
            guard let progress = try? WindowProgressCodec.decode(bytes) else { continue }
            #expect(WindowProgressCodec.encode(progress).value == bytes, "seed \(seed)")
        }
    }
}
