import DeepInspection
import FlowInspection
import FlowMetering
import Foundation
import NetworkModel
import PacketCapture
import PacketDecoding
import PipelineStages
import Services
import StreamProcessing
import TopicEncoding

/// The pipeline cut off after each stage, on one thread and without a bus.
struct Stages {
    let path: String

    /// Reads and decodes every packet; returns how many there were.
    func decode() throws -> Int {
        var flows = 0
        return try forEachPacket { packet, _, isInFlow in
            if isInFlow { flows += Int(packet.frameBytes & 1) }
        }
    }

    /// Decodes and meters; flow records are made and dropped.
    func meter() throws -> Int {
        let session = SensorSession(sensor: "bench", session: SessionIdentifier(rawValue: 1))
        var table = FlowTable(sensorSession: session, configuration: FlowMeteringConfiguration())
        var ended: [FlowRecord] = []
        var sinceAdvance = 0
        var newest = Timestamp.distantPast
        let count = try forEachPacket { packet, _, isInFlow in
            guard isInFlow else { return }
            _ = table.add(packet, into: &ended)
            newest = max(newest, packet.time)
            sinceAdvance += 1
            if sinceAdvance == 1000 {
                sinceAdvance = 0
                table.advance(to: newest, into: &ended)
                ended.removeAll(keepingCapacity: true)
            }
        }
        table.finish(at: newest, into: &ended)
        return count
    }

    /// Decodes, looks into payloads for labels, names and entropy, and meters; flow records are made
    /// with what was found, and dropped.
    func inspect() throws -> Int {
        let session = SensorSession(sensor: "bench", session: SessionIdentifier(rawValue: 1))
        var table = FlowTable(sensorSession: session, configuration: FlowMeteringConfiguration())
        var inspector = FlowInspector(
            configuration: FlowInspectorConfiguration(), classifier: try ApplicationClassifier())
        var ended: [FlowRecord] = []
        var annotations: [FlowAnnotation] = []
        let file = try CaptureFile(path: path, filter: nil)
        var decoder = PacketDecoder(linkType: file.linkType)
        var packet = PacketSummary()
        var skipped = SkippedPacket()
        var clock = Timestamp.distantPast
        var count = 0
        while true {
            let status = try file.next { bytes, wireBytes, time in
                count += 1
                guard
                    decoder.decode(
                        bytes, wireBytes: wireBytes, time: time, summary: &packet,
                        skipped: &skipped)
                else { return }
                clock = max(clock, time)
                packet.latenessNanoseconds = clock.nanoseconds(since: time)
                inspector.advance(to: clock, into: &annotations)
                let news = inspector.inspect(
                    packet, ipPacket: bytes.extracting(decoder.ipOffset..<bytes.byteCount),
                    payload: bytes.extracting(decoder.payload), into: &annotations)
                for annotation in annotations { table.annotate(annotation) }
                annotations.removeAll(keepingCapacity: true)
                _ = table.add(packet, into: &ended)
                if let news { table.annotate(news) }
                if count % 1000 == 0 {
                    table.advance(to: clock, into: &ended)
                    ended.removeAll(keepingCapacity: true)
                }
            }
            if status == .end { break }
        }
        inspector.finish(into: &annotations)
        for annotation in annotations { table.annotate(annotation) }
        table.finish(at: clock, into: &ended)
        return count
    }

    /// Writes each batch, without inspection, to a file of its own in a folder, for a compressor.
    func writeBatches(to folder: String) throws -> Int {
        let session = SensorSession(sensor: "bench", session: SessionIdentifier(rawValue: 1))
        var assembler = BatchAssembler(
            configuration: BatchAssemblerConfiguration(
                sensorSession: session, topic: "packets", partitionCount: 1, batchPackets: 1000))
        var batches: [OutgoingRecord] = []
        var written = 0
        func drain() {
            for batch in batches {
                let path = "\(folder)/\(written).batch"
                precondition(
                    FileManager.default.createFile(atPath: path, contents: Data(batch.value)))
                written += 1
            }
            batches.removeAll(keepingCapacity: true)
        }
        let count = try forEachPacket { packet, skipped, isInFlow in
            if isInFlow {
                assembler.stamp(&packet)
                assembler.add(packet, capture: CaptureCounters(), into: &batches)
            } else {
                assembler.stamp(&skipped)
                assembler.add(skipped, capture: CaptureCounters(), into: &batches)
            }
            drain()
        }
        assembler.finish(capture: CaptureCounters(), into: &batches)
        drain()
        return count
    }

    /// Decodes, cuts into batches, reads these back, meters, counts windows and encodes all
    /// records.
    func encode() throws -> Int {
        let layout = TopicLayout(
            prefix: "bench",
            partitionCounts: Dictionary(
                uniqueKeysWithValues: TopicName.allCases.map { ($0, 1) }))
        let session = SensorSession(sensor: "bench", session: SessionIdentifier(rawValue: 1))
        var assembler = BatchAssembler(
            configuration: BatchAssemblerConfiguration(
                sensorSession: session, topic: layout.name(.packets), partitionCount: 1,
                batchPackets: 1000))
        var stage = MeterStage(
            configuration: MeterConfiguration(
                flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
            layout: layout)
        var batches: [OutgoingRecord] = []
        var outputs: [OutgoingRecord] = []
        var offset: Int64 = 0
        func drain() {
            for batch in batches {
                let record = BusRecord(
                    topicPartition: batch.topicPartition, offset: offset,
                    appendTimeMilliseconds: 0, key: batch.key, value: batch.value, headers: [])
                stage.process(record, into: &outputs)
                outputs.removeAll(keepingCapacity: true)
                offset += 1
            }
            batches.removeAll(keepingCapacity: true)
        }
        let count = try forEachPacket { packet, skipped, isInFlow in
            if isInFlow {
                assembler.stamp(&packet)
                assembler.add(packet, capture: CaptureCounters(), into: &batches)
            } else {
                assembler.stamp(&skipped)
                assembler.add(skipped, capture: CaptureCounters(), into: &batches)
            }
            if !batches.isEmpty { drain() }
        }
        assembler.finish(capture: CaptureCounters(), into: &batches)
        drain()
        return count
    }

    private func forEachPacket(
        _ body: (inout PacketSummary, inout SkippedPacket, Bool) -> Void
    ) throws -> Int {
        let file = try CaptureFile(path: path, filter: nil)
        var decoder = PacketDecoder(linkType: file.linkType)
        var packet = PacketSummary()
        var skipped = SkippedPacket()
        var count = 0
        while true {
            let status = try file.next { bytes, wireBytes, time in
                count += 1
                let isInFlow = decoder.decode(
                    bytes, wireBytes: wireBytes, time: time, summary: &packet, skipped: &skipped)
                body(&packet, &skipped, isInFlow)
            }
            if status == .end { return count }
        }
    }
}
