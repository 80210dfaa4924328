import DeepInspection
import FlowInspection
import FlowMetering
import NetworkModel
import PacketDecoding
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// From frames to flow records: what payload says reaches each record, however it is cut up.
struct PacketIntakeTests {
    private let seed = TestEnvironment.seed
    private static let session = SensorSession(
        sensor: "north", session: SessionIdentifier(rawValue: 5))

    private struct Frame {
        var time: Timestamp
        var bytes: [UInt8]
    }

    /// Conversations whose silences, closes and new beginnings end flows in every way.
    private func frames(count: Int) -> [Frame] {
        var random = SeededGenerator(seed: seed)
        var clock: Int64 = 1_700_000_000_000_000_000
        var connections: [Int: Connection] = [:]
        return (0..<count).map { _ in
            let isQuick = Bool.random(using: &random)
            clock += Int64.random(in: 0...(isQuick ? 1_000_000 : 9_000_000_000), using: &random)
            let pair = Int.random(in: 0..<12, using: &random)
            var isReply = Bool.random(using: &random)
            let payload = Int.random(in: 0...300, using: &random)
            let ports = (UInt16(4000 + pair), UInt16(80 + pair / 6))
            let layer: FrameLayer
            if pair % 2 == 0 {
                layer = .udp(
                    from: isReply ? ports.1 : ports.0, to: isReply ? ports.0 : ports.1,
                    payload: payload)
            } else {
                layer = connections[pair, default: Connection()].next(
                    ports, isReply: &isReply, payload: payload, using: &random)
            }
            let client = IPAddress(v4: 0x0a00_0001)
            let server = IPAddress(v4: 0x0a00_0100)
            let packet = FrameLayer.ipv4(
                from: isReply ? server : client, to: isReply ? client : server, layer)
            return Frame(
                time: Timestamp(nanoseconds: clock), bytes: FrameLayer.ethernet(packet).bytes)
        }
    }

    /// A TCP connection that closes in order or by a reset, and begins again.
    private struct Connection {
        private var sequences: (client: UInt32, server: UInt32) = (0, 0)
        private var isOpen = false
        private var hasFinished = (client: false, server: false)

        /// A segment of either side; the first of a connection is the client's.
        mutating func next(
            _ ports: (UInt16, UInt16), isReply: inout Bool, payload: Int,
            using random: inout SeededGenerator
        ) -> FrameLayer {
            let isFirst = !isOpen
            if isFirst {
                isReply = false
                isOpen = true
                hasFinished = (false, false)
                sequences = (
                    UInt32.random(in: 0...UInt32.max, using: &random),
                    UInt32.random(in: 0...UInt32.max, using: &random)
                )
            }
            var own = isReply ? sequences.server : sequences.client
            let other = isReply ? sequences.client : sequences.server
            let isDone = isReply ? hasFinished.server : hasFinished.client
            var flags: TCPFlags = .ack
            switch Int.random(in: 0..<12, using: &random) {
            case 0 where !isDone: flags = [.fin, .ack]
            case 1: flags = [.rst, .ack]
            default: break
            }
            if isFirst { flags = .syn }
            let carried = flags == .ack && !isDone ? payload : 0
            let layer = FrameLayer.tcp(
                from: isReply ? ports.1 : ports.0, to: isReply ? ports.0 : ports.1,
                flags: flags, sequence: own, acknowledgement: other, payload: carried)
            own &+= UInt32(carried) &+ (flags.isDisjoint(with: [.fin, .syn]) ? 0 : 1)
            if isReply { sequences.server = own } else { sequences.client = own }
            if flags.contains(.fin) {
                if isReply { hasFinished.server = true } else { hasFinished.client = true }
            }
            if flags.contains(.rst) { isOpen = false }
            return layer
        }
    }

    /// The flow records' JSON, sorted, and what the meters counted.
    private func flows(
        of frames: [Frame], partitions: Int32, batchPackets: Int
    ) throws -> (records: [[UInt8]], totals: MeterTotals) {
        var counts: [TopicName: Int32] = [:]
        for topic in TopicName.allCases { counts[topic] = partitions }
        let layout = TopicLayout(prefix: "test", partitionCounts: counts)
        var intake = PacketIntake(
            decoder: PacketDecoder(linkType: .ethernet),
            inspector: FlowInspector(
                configuration: FlowInspectorConfiguration(),
                classifier: try ApplicationClassifier()),
            assembler: BatchAssembler(
                configuration: BatchAssemblerConfiguration(
                    sensorSession: Self.session, topic: layout.name(.packets),
                    partitionCount: partitions, batchPackets: batchPackets)))
        var batches: [OutgoingRecord] = []
        for frame in frames {
            // Any bytes make a span of them, and the frame outlives it.
            let bytes = unsafe frame.bytes.span.bytes
            intake.take(
                bytes, wireBytes: frame.bytes.count, time: frame.time,
                capture: CaptureCounters(), into: &batches)
        }
        intake.finish(capture: CaptureCounters(), into: &batches)
        return meter(batches, layout, partitions)
    }

    private func meter(
        _ batches: [OutgoingRecord], _ layout: TopicLayout, _ partitions: Int32
    ) -> (records: [[UInt8]], totals: MeterTotals) {
        let configuration = MeterConfiguration(
            flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000)
        var outputs: [OutgoingRecord] = []
        var totals = MeterTotals()
        for partition in 0..<partitions {
            var stage = MeterStage(configuration: configuration, layout: layout)
            let own = batches.filter { $0.topicPartition.partition == partition }
            for (offset, batch) in own.enumerated() {
                stage.process(
                    BusRecord(
                        topicPartition: batch.topicPartition, offset: Int64(offset),
                        appendTimeMilliseconds: 0, key: batch.key, value: batch.value,
                        headers: []), into: &outputs)
            }
            if let total = stage.totals(of: Self.session) { totals.add(total) }
        }
        let records = outputs.filter { $0.topicPartition.topic == layout.name(.flows) }
        return (records.map(\.value).sorted { $0.lexicographicallyPrecedes($1) }, totals)
    }

    @Test func `what payload says is in each record, with any partitions and batches`() throws {
        let frames = frames(count: 4000)
        let first = try flows(of: frames, partitions: 1, batchPackets: 1)
        #expect(first.totals.annotations > 300, "seed \(seed)")
        #expect(first.totals.annotationsUnmatched == 0, "seed \(seed)")
        for (partitions, batchPackets) in [(1, 1000), (4, 7), (8, 8192)] as [(Int32, Int)] {
            let other = try flows(
                of: frames, partitions: partitions, batchPackets: batchPackets)
            #expect(other.records == first.records, "seed \(seed) \(partitions) \(batchPackets)")
        }
        for record in first.records {
            let text = String(decoding: record, as: UTF8.self)
            for direction in ["forward", "reverse"]
            where !text.contains("\"\(direction)_nonempty_packets\":0,") {
                #expect(
                    text.contains("\"\(direction)_payload_entropy_bits\""), "seed \(seed)\n\(text)")
            }
        }
    }
}
