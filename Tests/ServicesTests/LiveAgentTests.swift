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
        /// How often somebody looked whether there is room.
        private(set) var looks = 0
        /// Its queue is full, and the bus takes nothing.
        var isFull = false
        func send(_ record: OutgoingRecord) throws(BusError) { records += 1 }
        func send(
            _ record: OutgoingRecord, withinMilliseconds limit: Int32
        ) throws(BusError) -> Bool {
            looks += 1
            if !isFull { records += 1 }
            return !isFull
        }
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
        let stop = StopSignal()
        _ = try agent(stop, flushIntervalMilliseconds: 0)
            .publish(input(source), to: StoppableProducer(producer, stop: stop))
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
        _ = try agent(stop, flushIntervalMilliseconds: 0)
            .publish(input(source), to: StoppableProducer(producer, stop: stop))
        #expect(leftAtLast >= 899)
    }

    @Test func `a stop is heard while the bus takes nothing and the queue is full`() throws {
        let producer = CollectingProducer()
        producer.isFull = true
        let stop = StopSignal()
        stop.set()
        let agent = try agent(stop, flushIntervalMilliseconds: 0)
        let error = #expect(throws: BusError.self) {
            _ = try agent.publish(
                input(SteadySource(packets: 10) { _ in }),
                to: StoppableProducer(producer, stop: stop))
        }
        #expect(error?.code == .timedOut && producer.records == 0)
        // Each waits for half a second.
        #expect(producer.looks == 60)
    }
}
