import EmbeddedBus
import PipelineStages
import ServiceRuntime
import Sinks
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

struct SinkThreadTests {
    /// A sink whose first commit fails, as where a disk has refused a write once.
    private final class FailingSink: RecordSink {
        let topics: [TopicName] = [.flows]
        let resumeOffsets: [TopicPartition: Int64] = [:]
        private(set) var commits = 0

        func write(_ record: BusRecord, topic: TopicName) throws(SinkError) {}

        func commit(_ offsets: [TopicPartition: Int64]) throws(SinkError) {
            commits += 1
            guard commits > 1 else { throw SinkError(.unavailable, "the disk failed") }
        }

        func close() {}
    }

    @Test func `a sink that failed commits nothing more while it ends`() throws {
        let harness = try DatabaseSinkHarness()
        try harness.append(.flows, 10)
        let sink = FailingSink()
        let partitions = harness.layout.partitions(of: .flows)
        let thread = SinkThread(
            bus: harness.bus, layout: harness.layout, sink: sink, group: "sink",
            configuration: SinkConfiguration(untilEnd: true), stop: StopSignal(),
            end: EndCondition(partitions: partitions, group: "sink", isUpstreamDone: { true }))
        #expect(throws: SinkError.self) { try thread.run() }
        #expect(sink.commits == 1)
        let committed = try harness.bus.committed(group: "sink", partitions: partitions)
        #expect(committed.allSatisfy { $0.offset == 0 }, "\(committed)")
    }
}
