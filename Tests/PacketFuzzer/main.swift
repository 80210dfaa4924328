import Foundation
import NetworkModel
import TestSupport

// Feeds changed frames to the decoder, and what it makes of them to the encoding of batches.
//   PacketFuzzer [PACKETS [SEED]] [CAPTURE or FOLDER …]
// Ends by a trap where something is wrong; the same seed and captures give the same frames.
let arguments = Array(CommandLine.arguments.dropFirst())
let numbers = arguments.prefix { UInt64($0) != nil }.compactMap { UInt64($0) }
let packetCount = numbers.first.map { Int($0) } ?? 2_000_000
let seed = numbers.count > 1 ? numbers[1] : TestEnvironment.seed
let corpus = FuzzCorpus(paths: Array(arguments.dropFirst(numbers.count)))
print("seed \(seed), \(corpus.frames.count) frames of \(corpus.captureCount) captures")

var mutator = FrameMutator(corpus: corpus, seed: seed)
var decoding = DecodingFuzzer()
var batches = BatchFuzzer(seed: seed)
var packet = PacketSummary()
var skipped = SkippedPacket()
let start = Date()
for _ in 0..<packetCount {
    if decoding.decode(mutator.next(), &packet, &skipped) {
        batches.add(packet)
    } else {
        batches.add(skipped)
    }
}

let seconds = Date().timeIntervalSince(start)
let rate = Int(Double(packetCount) / max(seconds, 0.001))
print("\(packetCount) frames in \(Int(seconds.rounded())) s, \(rate) a second: none broke a rule")
let reasons = SkipReason.allCases.map { "\($0.label) \(decoding.skippedCounts[$0, default: 0])" }
print("\(decoding.packetCount) packets; skipped: \(reasons.joined(separator: ", "))")
let tunnels = TunnelKind.allCases.map { "\($0.label) \(decoding.tunnelCounts[$0, default: 0])" }
print("in tunnels: \(tunnels.joined(separator: ", "))")
print("\(batches.batchCount) batches; \(batches.openedCount) of the changed ones could be read")
