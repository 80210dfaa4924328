import AnomalyDetection
import FlowMetering
import NetworkModel
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// A meter that comes to a running session, as where a replay begins in its middle.
struct RunningSessionTests {
    private static let partitions: Int32 = 2

    /// The `windows` records that a meter makes of batches.
    private func progress(_ batches: [OutgoingRecord]) throws -> [WindowProgress] {
        let layout = PipelineHarness(partitions: Self.partitions, batchPackets: 1, seed: 1).layout
        var outputs: [OutgoingRecord] = []
        for partition in 0..<Self.partitions {
            var stage = MeterStage(
                configuration: MeterConfiguration(
                    flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
                layout: layout)
            let own = batches.filter { $0.topicPartition.partition == partition }
            for (offset, batch) in own.enumerated() {
                stage.process(
                    BusRecord(
                        topicPartition: batch.topicPartition, offset: Int64(offset),
                        appendTimeMilliseconds: 0, key: nil, value: batch.value, headers: []),
                    into: &outputs)
            }
        }
        return try outputs.filter { $0.topicPartition.topic == layout.name(.windows) }
            .map { try WindowProgressCodec.decode($0.value) }
    }

    /// The ends of the windows that statistics were made of.
    private func windowEnds(_ batches: [OutgoingRecord]) -> Set<String> {
        var harness = PipelineHarness(partitions: Self.partitions, batchPackets: 1, seed: 1)
        let records = harness.outputs(of: batches)[.statistics] ?? []
        return Set(
            records.compactMap { record in
                let text = String(decoding: record, as: UTF8.self)
                return text.firstMatch(of: /"timestamp":"([^"]*)"/).map { String($0.1) }
            })
    }

    @Test func `windows before it came are missed, not silent, and those after it are whole`()
        throws
    {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let whole = PipelineHarness(partitions: Self.partitions, batchPackets: 40, seed: 1)
            .batches(RandomTraffic.packets(3000, random: &random))
        let all = windowEnds(whole)
        // The first batches of both partitions are gone.
        let rest = Array(whole.dropFirst(whole.count / 2))
        let joined = windowEnds(rest)
        #expect(!joined.isEmpty && joined.count < all.count, "seed \(seed)")
        #expect(joined.isSubset(of: all), "seed \(seed)")
        var clock = Timestamp.distantPast
        for partition in 0..<Self.partitions {
            let first = try #require(rest.first { $0.topicPartition.partition == partition })
            var packet = PacketSummary()
            var packets = try PacketBatch(first.value).packets
            if packets.next(into: &packet) { clock = max(clock, packet.clock) }
        }
        // The window in which it came lacks packets: the first one told begins after it.
        let came = clock.nanoseconds / 1_000_000_000
        let firstTold = try #require(joined.min())
        #expect(
            firstTold
                == TimestampText.rfc3339(
                    Timestamp(nanoseconds: (came + 2) * 1_000_000_000)), "seed \(seed)")
        for record in try progress(rest) where record.previousWatermark > record.watermark {
            Issue.record("progress runs back, seed \(seed)")
        }
        // What follows is as if it had been there from the beginning.
        let counters = { (records: [WindowProgress]) in
            Set(
                records.flatMap(\.partials).filter { $0.index > came }.map { partial in
                    "\(partial.index) \(partial.counters.packets) \(partial.counters.synPackets)"
                })
        }
        #expect(counters(try progress(rest)) == counters(try progress(whole)), "seed \(seed)")
    }
}
