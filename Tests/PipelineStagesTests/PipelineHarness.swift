import AnomalyDetection
import FlowMetering
import NetworkModel
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// The pipeline without bus, threads or clock: packets in, sorted records out.
struct PipelineHarness {
    static let session = SensorSession(
        sensor: "test", session: SessionIdentifier(rawValue: 0x1234))

    let partitions: Int32
    let batchPackets: Int
    /// Decides in which order partitions are served.
    var random: SeededGenerator
    let layout: TopicLayout
    /// How many of a hundred records find their task replaced by one that was restored from its
    /// state.
    var restoresPerHundred = 0
    /// How often that was done.
    private(set) var restores = 0
    /// Sees operators in the middle of their work.
    var observe: ((any Operator) -> Void)?
    /// Where endpoints are; nobody knows unless told otherwise.
    var directory: (any EndpointDirectory)?

    init(partitions: Int32, batchPackets: Int, seed: UInt64) {
        self.partitions = partitions
        self.batchPackets = batchPackets
        random = SeededGenerator(seed: seed)
        var counts: [TopicName: Int32] = [:]
        for topic in TopicName.allCases { counts[topic] = 2 }
        counts[.packets] = partitions
        counts[.flows] = partitions
        layout = TopicLayout(prefix: "test", partitionCounts: counts)
    }

    /// The `packets` records of a session.
    func batches(
        _ packets: [PacketSummary], annotate: (PacketSummary) -> FlowAnnotation? = { _ in nil }
    ) -> [OutgoingRecord] {
        var assembler = BatchAssembler(
            configuration: BatchAssemblerConfiguration(
                sensorSession: Self.session, topic: layout.name(.packets),
                partitionCount: partitions, batchPackets: batchPackets))
        var records: [OutgoingRecord] = []
        var capture = CaptureCounters()
        for packet in packets {
            capture.received += 1
            var packet = packet
            assembler.stamp(&packet)
            assembler.add(packet, capture: capture, into: &records)
            if let annotation = annotate(packet) {
                assembler.add(annotation, capture: capture, into: &records)
            }
        }
        assembler.finish(capture: capture, into: &records)
        return records
    }

    /// What the stages make of `packets` records, by topic, sorted.
    mutating func outputs(of batches: [OutgoingRecord]) -> [TopicName: [[UInt8]]] {
        let layout = layout
        let configuration = MeterConfiguration(
            flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000,
            directory: directory)
        let metered = process(batches) {
            MeterStage(configuration: configuration, layout: layout)
        }
        let windows = metered.filter { $0.topicPartition.topic == layout.name(.windows) }
        let judged = process(windows) {
            DetectStage(configuration: DetectionConfiguration(), layout: layout)
        }
        var outputs: [TopicName: [[UInt8]]] = [:]
        for topic in TopicName.allCases where topic != .windows {
            outputs[topic] = (metered + judged)
                .filter { $0.topicPartition.topic == layout.name(topic) }
                .map(\.value).sorted { $0.lexicographicallyPrecedes($1) }
        }
        return outputs
    }

    /// Serves each partition's records in order, the partitions in a random one.
    private mutating func process(
        _ records: [OutgoingRecord], _ makeStage: () -> any Operator
    ) -> [OutgoingRecord] {
        var queues: [TopicPartition: [OutgoingRecord]] = [:]
        for record in records { queues[record.topicPartition, default: []].append(record) }
        let places = queues.keys.sorted()
        var stages = places.map { _ in makeStage() }
        var next = [Int](repeating: 0, count: places.count)
        var outputs: [OutgoingRecord] = []
        while let index = places.indices.filter({ next[$0] < queues[places[$0], default: []].count }
        )
        .randomElement(using: &random) {
            let record = queues[places[index], default: []][next[index]]
            if Int.random(in: 0..<100, using: &random) < restoresPerHundred {
                restore(&stages[index], makeStage)
            }
            stages[index].process(
                BusRecord(
                    topicPartition: record.topicPartition, offset: Int64(next[index]),
                    appendTimeMilliseconds: Int64.random(in: 0...1 << 40, using: &random),
                    key: record.key, value: record.value, headers: []), into: &outputs)
            if next[index] % 5 == 4 { observe?(stages[index]) }
            next[index] += 1
        }
        return outputs
    }

    /// Puts a new operator with the state of another one in its place.
    private mutating func restore(_ stage: inout any Operator, _ makeStage: () -> any Operator) {
        var fresh = makeStage()
        precondition(fresh.stateFormat == stage.stateFormat, "made alike")
        do {
            try fresh.restore(try stage.state())
        } catch {
            Issue.record("a state couldn't be restored: \(error)")
        }
        stage = fresh
        restores += 1
    }
}
