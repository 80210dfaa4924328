import AnomalyDetection
import FlowMetering
import NetworkModel
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding
import TrafficWindows

/// What tasks show: all sessions together, those that have ended too.
struct StageCountersTests {
    private let harness = PipelineHarness(partitions: 1, batchPackets: 50, seed: 1)

    private func record(_ outgoing: OutgoingRecord, _ offset: Int) -> BusRecord {
        BusRecord(
            topicPartition: outgoing.topicPartition, offset: Int64(offset),
            appendTimeMilliseconds: 0, key: outgoing.key, value: outgoing.value, headers: [])
    }

    @Test func `the meter's counters add up, before and after a session's end`() throws {
        var random = SeededGenerator(seed: TestEnvironment.seed)
        let batches = harness.batches(RandomTraffic.packets(2000, random: &random))
        var meter = MeterStage(
            configuration: MeterConfiguration(
                flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
            layout: harness.layout)
        #expect(meter.counters == MeterCounters())
        var outputs: [OutgoingRecord] = []
        var last = MeterCounters()
        for (offset, batch) in batches.enumerated() {
            meter.process(record(batch, offset), into: &outputs)
            let counters = meter.counters
            let written = outputs.filter { $0.topicPartition.topic == harness.layout.name(.flows) }
            let ended = FlowEndReason.allCases.reduce(0) { $0 + counters.flows.ended($1) }
            #expect(ended == UInt64(written.count))
            #expect(counters.flows.started == ended + counters.flows.open)
            #expect(counters.totals.packetsInFlows >= last.totals.packetsInFlows)
            #expect(counters.watermark ?? .distantPast >= last.watermark ?? .distantPast)
            last = counters
        }
        #expect(last.totals == meter.totals(of: PipelineHarness.session))
        #expect(last.flows.open == 0 && last.openSessions == 0)
        #expect(last.flows.packets == last.totals.packetsInFlows)
        // A session that has ended is counted on: its batches are repeated ones now.
        meter.process(record(batches[0], batches.count), into: &outputs)
        #expect(meter.counters.totals.repeatedBatches == last.totals.repeatedBatches + 1)
        #expect(meter.counters.flows == last.flows)
        var damaged = batches[0]
        damaged.value = [1, 2, 3]
        meter.process(record(damaged, batches.count + 1), into: &outputs)
        #expect(meter.counters.deadLetters == 1)
    }

    @Test func `the detector's counters go on after a session's end`() throws {
        var random = SeededGenerator(seed: TestEnvironment.seed)
        let batches = harness.batches(RandomTraffic.packets(2000, random: &random))
        var meter = MeterStage(
            configuration: MeterConfiguration(
                flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
            layout: harness.layout)
        var metered: [OutgoingRecord] = []
        for (offset, batch) in batches.enumerated() {
            meter.process(record(batch, offset), into: &metered)
        }
        var detect = DetectStage(
            configuration: DetectionConfiguration(), layout: harness.layout)
        var outputs: [OutgoingRecord] = []
        let windows = metered.filter { $0.topicPartition.topic == harness.layout.name(.windows) }
        for (offset, window) in windows.enumerated() {
            detect.process(record(window, offset), into: &outputs)
            let ofSession = detect.totals(of: PipelineHarness.session) ?? DetectTotals()
            #expect(detect.counters.totals == ofSession)
        }
        let counters = detect.counters
        #expect(counters.totals.windows > 0)
        #expect(counters.totals.windows == counters.merging.windows)
        #expect(counters.merging.progress == UInt64(windows.count))
        #expect(counters.openSessions == 0)
        #expect(counters.watermark != nil)
    }
}
