import DeepInspection
import NetworkModel
import PacketCapture
import PacketDecoding
import TestSupport
import Testing

/// libndpi gets what strangers send.
///
/// A read beyond the packet that crosses a page, a double free or
/// an endless loop ends the run.
@Suite struct ClassifierRobustnessTests {
    private struct OpenFlow {
        var slot: ClassifierSlot
        /// Its place in the samples, by transport and version.
        var kind: Int
    }

    /// Mutates packets in flows that stay open, so that dissectors meet them in any state.
    ///
    /// Most packets have their flow's transport, so that they get to nDPI; some haven't.
    private func mutate(_ samples: [[UInt8]], steps: Int) throws {
        let seed = TestEnvironment.seed
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let classifier = try ApplicationClassifier()
        let kinds = Dictionary(grouping: samples) { [$0[0] >> 4, Self.transport($0)] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { $0.value }
        var flows: [OpenFlow] = []
        for step in 0..<steps {
            if flows.count < 50 {
                let kind = Int.random(in: 0..<kinds.count, using: &random)
                let transport = TransportProtocol(rawValue: Self.transport(kinds[kind][0]))
                let slot = try #require(classifier.open(transport: transport))
                flows.append(OpenFlow(slot: slot, kind: kind))
            }
            let index = Int.random(in: 0..<flows.count, using: &random)
            let isOther = Int.random(in: 0..<30, using: &random) == 0
            let source = isOther ? samples : kinds[flows[index].kind]
            var bytes = source[Int.random(in: 0..<source.count, using: &random)]
            Self.change(&bytes, &random)
            let clock = Timestamp(nanoseconds: Int64(step) * 1_000_000)
            let isDone = classifier.inspect(flows[index].slot, bytes, clock: clock)
            if isDone || Int.random(in: 0..<40, using: &random) == 0 {
                let label = classifier.conclude(flows[index].slot)
                #expect(label.serverName?.isEmpty != true, "seed \(seed), step \(step)")
                classifier.close(flows.remove(at: index).slot)
            }
        }
        let counters = classifier.counters
        #expect(counters.inspected > counters.unfit, "seed \(seed)")
    }

    private static func transport(_ packet: [UInt8]) -> UInt8 {
        packet[0] >> 4 == 4 ? packet[9] : packet[6]
    }

    /// Overwrites some bytes, most of them behind the IP header, and cuts half of the packets,
    /// which then say so: that leads dissectors to the end.
    private static func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let header = bytes[0] >> 4 == 4 ? 20 : 40
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let isBehind = bytes.count > header && Int.random(in: 0..<20, using: &random) > 0
            let position = Int.random(in: (isBehind ? header : 0)..<bytes.count, using: &random)
            bytes[position] = UInt8.random(in: 0...255, using: &random)
        }
        guard Bool.random(using: &random), bytes.count > header + 8 else { return }
        let most = bytes.count - header - 8
        // Often down to the header of UDP.
        let isEmptied = Int.random(in: 0..<8, using: &random) == 0
        bytes.removeLast(isEmptied ? most : Int.random(in: 0...most, using: &random))
        let (place, length) = header == 20 ? (2, bytes.count) : (4, bytes.count - 40)
        bytes[place] = UInt8(length >> 8)
        bytes[place + 1] = UInt8(length & 255)
    }

    @Test func `mutated packets do no harm`() throws {
        try mutate(
            FlowSamples.http() + [FlowSamples.dnsQuery, FlowSamples.noise(3)], steps: 40_000)
    }

    @Test(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
    func `mutated packets of real flows do no harm`() throws {
        let corpus = try NDPICorpus(dataFolder: #require(TestEnvironment.dataFolder))
        var samples: [[UInt8]] = []
        for capture in corpus.captures {
            samples += Self.packets(of: "\(corpus.folder)/\(capture)", limit: 20)
        }
        #expect(samples.count > 3000)
        try mutate(samples, steps: 200_000)
    }

    /// The first IP packets of a capture.
    private static func packets(of path: String, limit: Int) -> [[UInt8]] {
        guard let file = try? CaptureFile(path: path) else { return [] }
        var decoder = PacketDecoder(linkType: file.linkType)
        var summary = PacketSummary()
        var skipped = SkippedPacket()
        var packets: [[UInt8]] = []
        var status = PacketSourceStatus.packet
        while status == .packet && packets.count < limit {
            let next = try? file.next { captured, wireBytes, time in
                let isPacket = decoder.decode(
                    captured, wireBytes: wireBytes, time: time, summary: &summary,
                    skipped: &skipped)
                guard isPacket, let offset = captured.ipOffset(of: summary) else { return }
                packets.append(
                    unsafe captured.extracting(offset...).withUnsafeBytes { unsafe Array($0) })
            }
            status = next ?? .end
        }
        return packets
    }
}
