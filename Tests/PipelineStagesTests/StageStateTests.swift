import AnomalyDetection
import FlowMetering
import NetworkModel
import PipelineStages
import StateEncoding
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

struct StageStateTests {
    /// Findings for some packets' flows, so that states have details of flows.
    static func annotation(of packet: PacketSummary) -> FlowAnnotation? {
        guard packet.payloadBytes % 7 == 0 else { return nil }
        let tuple = FiveTuple(
            source: packet.source, destination: packet.destination,
            sourcePort: packet.sourcePort, destinationPort: packet.destinationPort,
            transport: packet.transport)
        var annotation = FlowAnnotation(
            tuple: tuple, vlan: nil, tunnel: nil, clock: packet.clock)
        annotation.sourceEntropyBits = Double(packet.payloadBytes % 8)
        annotation.application.label = "TLS.Example"
        annotation.application.risks = ["one", "two"]
        annotation.application.tls = TLSSummary()
        annotation.application.tls?.serverName = "example \(packet.payloadBytes)"
        annotation.application.dns = DNSSummary()
        annotation.application.dns?.queries = ["a.example", "b.example"]
        return annotation
    }

    @Test func `tasks that are restored from their states write what others write`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for partitions in [1, 3] {
            let packets = RandomTraffic.packets(3000, random: &random)
            var harness = PipelineHarness(
                partitions: Int32(partitions), batchPackets: 20, seed: random.next())
            let batches = harness.batches(packets, annotate: Self.annotation)
            let expected = harness.outputs(of: batches)
            #expect(expected[.flows]?.isEmpty == false)
            #expect(expected[.statistics]?.isEmpty == false)
            harness.restoresPerHundred = 10
            let restored = harness.outputs(of: batches)
            for topic in TopicName.allCases {
                #expect(restored[topic] == expected[topic], "\(topic), seed \(seed)")
            }
            #expect(harness.restores > 10, "seed \(seed)")
        }
    }

    @Test func `detectors are restored in each of their states, alarms included`() {
        var harness = PipelineHarness(partitions: 1, batchPackets: 50, seed: 3)
        let batches = harness.batches(Self.calibratingTraffic)
        let expected = harness.outputs(of: batches)
        #expect(expected[.alerts]?.isEmpty == false)
        harness.restoresPerHundred = 6
        let restored = harness.outputs(of: batches)
        for topic in TopicName.allCases {
            #expect(restored[topic] == expected[topic], "\(topic)")
        }
        #expect(harness.restores > 10)
    }

    /// Quiet seconds until detectors have calibrated, then a flood, then quiet again.
    static var calibratingTraffic: [PacketSummary] {
        var random = SeededGenerator(seed: 11)
        var packets: [PacketSummary] = []
        for second in 0..<640 {
            let isFlood = (600..<604).contains(second)
            let count = isFlood ? 900 : Int.random(in: 8...14, using: &random)
            for number in 0..<count {
                var packet = PacketSummary()
                packet.time = Timestamp(
                    nanoseconds: 1_700_000_000_000_000_000 + Int64(second) * 1_000_000_000
                        + Int64(number) * 1_000_000)
                packet.source = IPAddress(v4: 0x0a00_0001)
                packet.destination = IPAddress(v4: 0x0a00_0002)
                packet.transport = .tcp
                packet.sourcePort = UInt16(isFlood ? 2000 + number : 1000)
                packet.destinationPort = 80
                packet.tcpFlags = isFlood || number == 0 ? [.syn] : [.ack]
                packet.transportHeaderBytes = 20
                packet.ipBytes = 40
                packet.frameBytes = 54
                packets.append(packet)
            }
        }
        return packets
    }

    @Test func `damaged states are refused or read, and never trap`() throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let harness = PipelineHarness(partitions: 1, batchPackets: 100, seed: 1)
        func makeStage() -> MeterStage {
            MeterStage(
                configuration: MeterConfiguration(
                    flows: FlowMeteringConfiguration(), windowNanoseconds: 1_000_000_000),
                layout: harness.layout)
        }
        var stage = makeStage()
        var outputs: [OutgoingRecord] = []
        let batches = harness.batches(
            RandomTraffic.packets(300, random: &random), annotate: Self.annotation)
        for (offset, batch) in batches.dropLast().enumerated() {
            stage.process(
                BusRecord(
                    topicPartition: batch.topicPartition, offset: Int64(offset),
                    appendTimeMilliseconds: 0, key: nil, value: batch.value, headers: []),
                into: &outputs)
        }
        let state = try stage.state()
        #expect(state.count > 5000)
        for cut in stride(from: 0, to: state.count, by: 1009) {
            var fresh = makeStage()
            #expect(throws: (any Error).self) { try fresh.restore(Array(state[..<cut])) }
        }
        for _ in 0..<100 {
            var changed = state
            changed[Int.random(in: 0..<state.count, using: &random)] ^=
                UInt8(1) << UInt8.random(in: 0...7, using: &random)
            var fresh = makeStage()
            try? fresh.restore(changed)
        }
    }

    @Test func `another configuration has another format`() {
        let harness = PipelineHarness(partitions: 1, batchPackets: 1, seed: 1)
        func format(_ window: Int64, idle: Int64) -> String {
            var flows = FlowMeteringConfiguration()
            flows.idleTimeoutNanoseconds = idle
            return MeterStage(
                configuration: MeterConfiguration(flows: flows, windowNanoseconds: window),
                layout: harness.layout
            ).stateFormat
        }
        #expect(format(1000, idle: 5000) == format(1000, idle: 5000))
        #expect(format(1000, idle: 5000) != format(2000, idle: 5000))
        #expect(format(1000, idle: 5000) != format(1000, idle: 6000))
        #expect(!format(1000, idle: 5000).contains("\n"))
        var other = DetectionConfiguration()
        other.depth += 1
        let formats = [DetectionConfiguration(), other].map {
            DetectStage(configuration: $0, layout: harness.layout).stateFormat
        }
        #expect(formats[0] != formats[1])
    }
}
