import FlowMetering
import NetworkModel
import PacketDecoding
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// A frame whose date is wrong costs its own time and nothing else.
struct MisdatedFrameTests {
    private static let start: Int64 = 1_700_000_000_000_000_000
    private static let year: Int64 = 365 * 86_400 * 1_000_000_000

    /// Times of a frame every tenth of a second, of three conversations in turn.
    private static let times = (0..<300).map { start + Int64($0) * 100_000_000 }

    private func frame(_ number: Int) -> [UInt8] {
        let packet = FrameLayer.ipv4(
            from: IPAddress(v4: 0x0a00_0001), to: IPAddress(v4: 0x0a00_0002),
            .udp(from: UInt16(4000 + number % 3), to: 5000, payload: 10 + number % 7))
        return FrameLayer.ethernet(packet).bytes
    }

    /// All records that the meter makes of frames with these times, and how many were misdated.
    private func records(of times: [Int64]) -> (values: [[UInt8]], misdated: UInt64) {
        var counts: [TopicName: Int32] = [:]
        for topic in TopicName.allCases { counts[topic] = 1 }
        let layout = TopicLayout(prefix: "test", partitionCounts: counts)
        var intake = PacketIntake(
            decoder: PacketDecoder(linkType: .ethernet), inspector: nil,
            assembler: BatchAssembler(
                configuration: BatchAssemblerConfiguration(
                    sensorSession: SensorSession(
                        sensor: "north", session: SessionIdentifier(rawValue: 5)),
                    topic: layout.name(.packets), partitionCount: 1, batchPackets: 20)))
        var batches: [OutgoingRecord] = []
        for (number, time) in times.enumerated() {
            let bytes = frame(number)
            // Any bytes make a span of them, and the frame outlives it.
            intake.take(
                unsafe bytes.span.bytes, wireBytes: bytes.count,
                time: Timestamp(nanoseconds: time), capture: CaptureCounters(), into: &batches)
        }
        intake.finish(capture: CaptureCounters(), into: &batches)
        var stage = MeterStage(
            configuration: MeterConfiguration(
                flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
            layout: layout)
        var outputs: [OutgoingRecord] = []
        for (offset, batch) in batches.enumerated() {
            stage.process(
                BusRecord(
                    topicPartition: batch.topicPartition, offset: Int64(offset),
                    appendTimeMilliseconds: 0, key: batch.key, value: batch.value, headers: []),
                into: &outputs)
        }
        return (outputs.map(\.value), intake.counters.misdated)
    }

    @Test func `a frame dated a year ahead counts at the sensor's clock`() {
        var wrong = Self.times
        var right = Self.times
        wrong[150] += Self.year
        right[150] = right[149]
        let (found, expected) = (records(of: wrong), records(of: right))
        #expect(found.values == expected.values)
        #expect(found.misdated == 1 && expected.misdated == 0)
    }

    @Test func `a silence is a silence, however long`() {
        var times = Self.times
        for number in 150..<300 { times[number] += Self.year }
        let found = records(of: times)
        #expect(found.misdated == 0)
        // The flows before it have ended of it: three before and three behind.
        let flows = found.values.filter { $0.starts(with: Array("{".utf8)) }
        #expect(flows.count == 6)
    }

    @Test func `the last frame keeps its date, and so does the first`() {
        var times = Self.times
        times[299] += Self.year
        #expect(records(of: times).misdated == 0)
        times = Self.times
        times[0] -= Self.year
        #expect(records(of: times).misdated == 0)
    }
}
