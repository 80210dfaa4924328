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
    /// Mutates packets in flows that stay open, so that dissectors meet them in any state.
    private func mutate(_ samples: [[UInt8]], steps: Int) throws {
        let seed = TestEnvironment.seed
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let classifier = try ApplicationClassifier()
        var slots: [ClassifierSlot] = []
        for step in 0..<steps {
            var bytes = samples[Int.random(in: 0..<samples.count, using: &random)]
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                bytes[position] = UInt8.random(in: 0...255, using: &random)
            }
            // Half of the packets are cut, and say so, which leads dissectors to the end.
            if Bool.random(using: &random) && bytes.count > 28 && bytes[0] >> 4 == 4 {
                bytes.removeLast(Int.random(in: 0...(bytes.count - 28), using: &random))
                bytes[2] = UInt8(bytes.count >> 8)
                bytes[3] = UInt8(bytes.count & 255)
            }
            let transport = TransportProtocol(rawValue: bytes.count > 9 ? bytes[9] : 0)
            if slots.count < 50, let slot = classifier.open(transport: transport) {
                slots.append(slot)
            }
            let index = Int.random(in: 0..<slots.count, using: &random)
            let clock = Timestamp(nanoseconds: Int64(step) * 1_000_000)
            let isDone = classifier.inspect(slots[index], bytes, clock: clock)
            if isDone || Int.random(in: 0..<40, using: &random) == 0 {
                let label = classifier.conclude(slots[index])
                #expect(label.serverName?.isEmpty != true, "seed \(seed), step \(step)")
                classifier.close(slots.remove(at: index))
            }
        }
        let counters = classifier.counters
        #expect(counters.inspected > counters.unfit, "seed \(seed)")
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
        try mutate(samples, steps: 150_000)
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
