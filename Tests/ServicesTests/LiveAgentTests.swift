import EmbeddedBus
import NetworkModel
import PacketCapture
import PacketDecoding
import PipelineStages
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// An agent on an interface whose packets never pause, so that no read of it times out.
struct LiveAgentTests {
    /// Hands over one small packet after the other.
    private final class SteadySource: PacketSource {
        let linkType = LinkType.ethernet
        let session = SessionIdentifier(rawValue: 7)
        private var left: Int
        private let beforePacket: (Int) -> Void

        init(packets: Int, beforePacket: @escaping (Int) -> Void) {
            left = packets
            self.beforePacket = beforePacket
        }

        func next(
            _ body: (RawSpan, Int, Timestamp) -> Void
        ) throws(CaptureError) -> PacketSourceStatus {
            guard left > 0 else { return .end }
            beforePacket(left)
            left -= 1
            let packet = FrameLayer.ipv4(
                from: IPAddress(v4: 0x0a00_0001), to: IPAddress(v4: 0x0a00_0002),
                .udp(from: 4000, to: 5000, payload: 20))
            let frame = FrameLayer.ethernet(packet).bytes
            // Any bytes make a span of them, and the frame outlives it.
            body(
                unsafe frame.span.bytes, frame.count,
                Timestamp(nanoseconds: 1_700_000_000_000_000_000 - Int64(left) * 10_000_000))
            return .packet
        }

        func counters() -> CaptureCounters { CaptureCounters() }
    }

    private final class CollectingProducer: BusProducer {
        private(set) var records = 0
        func send(_ record: OutgoingRecord) throws(BusError) { records += 1 }
        func flush() throws(BusError) {}
        func close() {}
    }

    private func agent(_ stop: StopSignal, flushIntervalMilliseconds: Int64) throws -> AgentService
    {
        var counts: [TopicName: Int32] = [:]
        for topic in TopicName.allCases { counts[topic] = 1 }
        let folder = try TemporaryFolder()
        return AgentService(
            bus: try EmbeddedBus(path: folder.file("bus.db")),
            layout: TopicLayout(prefix: "test", partitionCounts: counts),
            configuration: AgentConfiguration(
                inputs: [], isInspecting: false,
                flushIntervalMilliseconds: flushIntervalMilliseconds), stop: stop)
    }

    private func input(_ source: SteadySource) -> CaptureInput {
        CaptureInput(
            source: source,
            sensorSession: SensorSession(sensor: "north", session: source.session), isLive: true,
            name: "steady")
    }

    @Test func `packets leave when the flush interval is over, though reads never time out`() throws
    {
        let producer = CollectingProducer()
        var sentBeforeTheEnd = 0
        let source = SteadySource(packets: 100) { left in
            if left == 1 { sentBeforeTheEnd = producer.records }
        }
        _ = try agent(StopSignal(), flushIntervalMilliseconds: 0)
            .publish(input(source), to: producer)
        #expect(sentBeforeTheEnd > 50)
    }

    @Test func `a stop is heard while packets keep coming`() throws {
        let producer = CollectingProducer()
        let stop = StopSignal()
        var leftAtLast = 0
        let source = SteadySource(packets: 1000) { left in
            leftAtLast = left
            if left == 900 { stop.set() }
        }
        _ = try agent(stop, flushIntervalMilliseconds: 0).publish(input(source), to: producer)
        #expect(leftAtLast >= 899)
    }
}
