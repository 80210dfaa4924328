import NetworkModel
import PacketDecoding
import TestSupport
import Testing

@Suite struct DecodingRobustnessTests {
    @Test func `every sample decodes whole`() {
        for sample in FrameSamples.all {
            var decoder = PacketDecoder(linkType: sample.linkType)
            let reason = decoder.decode(sample.bytes).reason
            #expect(reason == nil || reason == .arp || reason == .fragmentWithoutFirst)
        }
        #expect(Set(FrameSamples.all.map(\.linkType)) == Set(LinkType.allCases))
    }

    /// A reading beyond the captured bytes traps, so that this test ends the run.
    @Test func `a frame cut anywhere is truncated or means the same`() {
        for sample in FrameSamples.all {
            var decoder = PacketDecoder(linkType: sample.linkType)
            let whole = decoder.decode(sample.bytes)
            for length in 0..<sample.bytes.count {
                var cutDecoder = PacketDecoder(linkType: sample.linkType)
                let cut = cutDecoder.decode(sample.bytes, captured: length)
                let isSame = cut == whole || (cut.reason == .arp && whole.reason == .arp)
                // A tunnel whose content was cut is a packet of its own.
                let isOuter = isInTunnel(whole) && !isInTunnel(cut) && cut.reason == nil
                let isRight = isSame || isOuter || cut.reason == .truncated
                #expect(isRight, "\(sample.linkType) at \(length): \(cut)")
            }
        }
    }

    private func isInTunnel(_ frame: DecodedFrame) -> Bool {
        guard case .packet(let summary) = frame else { return false }
        return summary.tunnel != nil
    }

    @Test func `a short frame is never truncated`() {
        for sample in FrameSamples.all {
            for length in 0..<sample.bytes.count {
                var decoder = PacketDecoder(linkType: sample.linkType)
                let result = decoder.decode(Array(sample.bytes.prefix(length)))
                #expect(result.reason != .truncated, "\(sample.linkType) at \(length)")
                check(result, frameBytes: length, "\(sample.linkType) at \(length)")
                if result.reason == nil { check(decoder, length, "\(sample.linkType)") }
            }
        }
    }

    @Test func `mutated frames never break a rule`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        var decoders = Dictionary(
            uniqueKeysWithValues: LinkType.allCases.map { ($0, PacketDecoder(linkType: $0)) })
        for step in 0..<150_000 {
            let index = Int.random(in: 0..<FrameSamples.all.count, using: &random)
            let linkType = FrameSamples.all[index].linkType
            var bytes = FrameSamples.all[index].bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                // Headers lie at the front: half of the changes do, too.
                let end = Bool.random(using: &random) ? bytes.count : min(bytes.count, 64)
                let position = Int.random(in: 0..<end, using: &random)
                bytes[position] =
                    Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : bytes[position] ^ 1 << UInt8.random(in: 0...7, using: &random)
            }
            let captured = Int.random(in: 0...bytes.count, using: &random)
            let wireBytes = Bool.random(using: &random) ? bytes.count : captured
            guard var decoder = decoders.removeValue(forKey: linkType) else { continue }
            let result = decoder.decode(
                bytes, captured: captured, wireBytes: wireBytes, seconds: Int64(step / 1000))
            check(result, frameBytes: wireBytes, "seed \(seed), step \(step)")
            if result.reason == nil { check(decoder, captured, "seed \(seed), step \(step)") }
            decoders[linkType] = decoder
        }
    }

    /// Checks what holds of any decoded frame.
    private func check(_ result: DecodedFrame, frameBytes: Int, _ comment: Comment) {
        switch result {
        case .skipped(let skipped):
            #expect(Int(skipped.frameBytes) == frameBytes, comment)
        case .packet(let summary):
            #expect(Int(summary.frameBytes) == frameBytes, comment)
            #expect(summary.ipBytes <= summary.frameBytes, comment)
            let inside = Int(summary.payloadBytes) + Int(summary.transportHeaderBytes)
            let ipHeader = summary.source.version == .v4 ? 20 : 40
            // The options of a first fragment may be cut by its end.
            let slack = summary.isFragment ? 40 : 0
            #expect(inside + ipHeader <= Int(summary.ipBytes) + slack, comment)
            #expect(summary.source.version == summary.destination.version, comment)
            #expect(summary.tcpFlags == [] || summary.transport == .tcp, comment)
            #expect((summary.vlan ?? 0) < 4096 && (summary.innerVLAN ?? 0) < 4096, comment)
            #expect(summary.innerVLAN == nil || summary.vlan != nil, comment)
        }
    }

    /// Checks where a decoded packet's parts are said to lie.
    private func check(_ decoder: PacketDecoder, _ captured: Int, _ comment: Comment) {
        #expect(0...captured ~= decoder.ipOffset, comment)
        #expect(decoder.payloadOffset >= decoder.ipOffset + 20, comment)
        #expect(decoder.payload.upperBound <= captured, comment)
        #expect(
            decoder.payload.isEmpty || decoder.payload.lowerBound == decoder.payloadOffset, comment)
    }
}
