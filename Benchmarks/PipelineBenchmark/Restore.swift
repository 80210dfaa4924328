import FlowMetering
import Foundation
import NetworkModel
import PipelineStages
import StreamProcessing
import TopicEncoding

/// What it costs to save a meter task with many open flows, and to bring it back.
struct Restore {
    let flows: Int

    /// Opens the flows, then prints the size of the snapshot and the times.
    func run() throws {
        let layout = TopicLayout(
            prefix: "bench",
            partitionCounts: Dictionary(
                uniqueKeysWithValues: TopicName.allCases.map { ($0, 1) }))
        func makeStage() -> MeterStage {
            MeterStage(
                configuration: MeterConfiguration(
                    flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
                layout: layout)
        }
        var stage = makeStage()
        try fill(&stage, layout)
        let owner = SnapshotOwner(
            group: "bench", partition: TopicPartition(topic: layout.name(.packets), partition: 0))
        let place = TopicPartition(topic: layout.name(.meterState), partition: 0)
        var records: [OutgoingRecord] = []
        let saving = try Cost.of {
            let snapshot = Snapshot(
                format: stage.stateFormat, offset: 1, state: try stage.state())
            records =
                SnapshotRecords.records(of: snapshot, owner: owner, slot: .first, in: place) ?? []
        }
        let bytes = records.reduce(0) { $0 + $1.value.count }
        var restored = makeStage()
        let restoring = try Cost.of {
            var assembler = SnapshotAssembler(owner: owner)
            for (offset, record) in records.enumerated() {
                assembler.add(
                    BusRecord(
                        topicPartition: place, offset: Int64(offset), appendTimeMilliseconds: 0,
                        key: record.key, value: record.value, headers: []))
            }
            guard let found = assembler.newest(format: stage.stateFormat, committed: 1) else {
                preconditionFailure("the snapshot is whole")
            }
            try restored.restore(found.snapshot.state)
        }
        precondition(restored.counters.flows.open == UInt64(flows), "all flows are back")
        print(
            String(
                format: "%8d open flows: snapshot of %.1f MB, saved in %.3f s, restored in %.3f s",
                flows, Double(bytes) / 1e6, saving.wallSeconds, restoring.wallSeconds))
    }

    /// Opens the flows, each with two packets, by batches as an agent sends them.
    private func fill(_ stage: inout MeterStage, _ layout: TopicLayout) throws {
        let session = SensorSession(sensor: "bench", session: SessionIdentifier(rawValue: 1))
        var assembler = BatchAssembler(
            configuration: BatchAssemblerConfiguration(
                sensorSession: session, topic: layout.name(.packets), partitionCount: 1,
                batchPackets: 1000))
        var batches: [OutgoingRecord] = []
        var outputs: [OutgoingRecord] = []
        var offset: Int64 = 0
        func drain() {
            for batch in batches {
                stage.process(
                    BusRecord(
                        topicPartition: batch.topicPartition, offset: offset,
                        appendTimeMilliseconds: 0, key: batch.key, value: batch.value,
                        headers: []), into: &outputs)
                offset += 1
            }
            batches.removeAll(keepingCapacity: true)
            outputs.removeAll(keepingCapacity: true)
        }
        for round in 0..<2 {
            for flow in 0..<flows {
                var packet = PacketSummary()
                packet.time = Timestamp(nanoseconds: Int64(round * flows + flow) * 10_000)
                packet.transport = .udp
                packet.source = IPAddress(v4: 0x0a00_0000 | UInt32(flow >> 8))
                packet.destination = IPAddress(v4: 0xc0a8_0001)
                packet.sourcePort = 20_000 + UInt16(flow & 255)
                packet.destinationPort = 53
                packet.frameBytes = 100
                packet.ipBytes = 86
                packet.payloadBytes = 58
                assembler.stamp(&packet)
                assembler.add(packet, capture: CaptureCounters(), into: &batches)
                if !batches.isEmpty { drain() }
            }
        }
        assembler.flush(capture: CaptureCounters(), into: &batches)
        drain()
    }
}
