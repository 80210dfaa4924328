import AnomalyDetection
import FlowMetering
import NetworkModel
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// Batches whose bytes are right and whose numbers can't be: the stages live on, and other sessions
/// get what they would have got.
struct ImpossibleBatchTests {
    private static let now: Int64 = 1_700_000_000_000_000_000

    /// When the session began, when its packet came, and what no packet comes before.
    private static let times: [(start: Int64, packet: Int64, watermark: Int64)] = [
        (now, now, now), (-now, -now, -now), (.max, .max, .max), (.min, .min, .min),
        (now, .max, .max), (.max, now, .min), (now, now, .max), (now, now, .min), (0, .min, .max),
        (.min, .max, now),
    ]

    private func batch(
        session: Int, _ time: (start: Int64, packet: Int64, watermark: Int64), sequence: UInt64,
        lateness: Int64, isEnd: Bool
    ) -> [UInt8] {
        var packet = PacketSummary()
        packet.time = Timestamp(nanoseconds: time.packet)
        packet.latenessNanoseconds = lateness
        packet.source = .literal("192.0.2.1")
        packet.destination = .literal("198.51.100.2")
        packet.sourcePort = 40_000
        packet.destinationPort = 443
        packet.transport = .tcp
        packet.frameBytes = 74
        packet.ipBytes = 60
        var skipped = SkippedPacket()
        skipped.time = packet.time
        skipped.latenessNanoseconds = lateness
        skipped.frameBytes = 60
        skipped.reason = .arp
        var writer = PacketBatchWriter()
        writer.append(packet)
        writer.append(skipped)
        return writer.finish(
            BatchHeader(
                sensorSession: SensorSession(
                    sensor: "liar", session: SessionIdentifier(rawValue: UInt64(session))),
                partition: 0, partitionCount: 1, sequence: sequence,
                sessionStart: Timestamp(nanoseconds: time.start),
                watermark: Timestamp(nanoseconds: time.watermark),
                allowedLatenessNanoseconds: 1_000_000_000, isEnd: isEnd,
                capture: CaptureCounters()))
    }

    @Test func `times and sequences at the ends of their range stop no stage`() {
        let harness = PipelineHarness(partitions: 1, batchPackets: 10, seed: 1)
        var meter = MeterStage(
            configuration: MeterConfiguration(
                flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
            layout: harness.layout)
        var outputs: [OutgoingRecord] = []
        var offset: Int64 = 0
        for (first, second) in zip(Self.times, Self.times.dropFirst(3) + Self.times.prefix(3)) {
            let session = Int(offset)
            for (time, sequence, lateness, isEnd) in [
                (first, UInt64(0), Int64(0), false), (second, 7, 5, false),
                (first, .max - 1, Int64.max, false), (second, .max, 0, true),
            ] {
                meter.process(
                    BusRecord(
                        topicPartition: TopicPartition(
                            topic: harness.layout.name(.packets), partition: 0),
                        offset: offset, appendTimeMilliseconds: offset, key: nil,
                        value: batch(
                            session: session, time, sequence: sequence, lateness: lateness,
                            isEnd: isEnd),
                        headers: []), into: &outputs)
                offset += 1
            }
        }
        var detector = DetectStage(configuration: DetectionConfiguration(), layout: harness.layout)
        var results: [OutgoingRecord] = []
        let windows = outputs.filter {
            $0.topicPartition.topic == harness.layout.name(.windows)
        }
        for (place, window) in windows.enumerated() {
            detector.process(
                BusRecord(
                    topicPartition: window.topicPartition, offset: Int64(place),
                    appendTimeMilliseconds: 0, key: window.key, value: window.value, headers: []),
                into: &results)
        }
        #expect(!outputs.isEmpty && !results.isEmpty)
        // Several sessions lack nearly all batches that there can be.
        #expect(meter.counters.totals.missingBatches == .max)
    }
}
