import TestSupport
import Testing

@testable import ApplicationDecoding

struct PayloadEntropyTests {
    private func entropy(_ pieces: [[UInt8]]) -> PayloadEntropy {
        var entropy = PayloadEntropy()
        for piece in pieces {
            // Any bytes make a span of bytes.
            entropy.add(unsafe piece.span.bytes)
        }
        return entropy
    }

    @Test func `known distributions have their entropies`() {
        #expect(entropy([]).bits == nil)
        #expect(entropy([[]]).bits == nil)
        #expect(entropy([[7]]).bits == 0)
        #expect(entropy([[UInt8](repeating: 7, count: 3000)]).bits == 0)
        #expect(entropy([Array(0...255)]).bits == 8)
        #expect(entropy([[0, 1], [2, 3]]).bits == 2)
        #expect(entropy([[0, 0, 0, 1]]).bits == 2 - 0.75 * BinaryLogarithm.of(3))
    }

    @Test func `the pieces that bytes come in make no difference, and the limit holds`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let bytes = (0..<4000).map { _ in
                UInt8.random(in: 0...UInt8.random(in: 1...255, using: &random), using: &random)
            }
            var pieces: [[UInt8]] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + Int.random(in: 1...500, using: &random))
                pieces.append(Array(bytes[start..<end]))
                start = end
            }
            let whole = entropy([Array(bytes[..<PayloadEntropy.limitBytes])])
            #expect(whole.isFull)
            #expect(entropy(pieces).bits == whole.bits, "seed \(seed)")
            var counts = [Double](repeating: 0, count: 256)
            for byte in bytes[..<PayloadEntropy.limitBytes] { counts[Int(byte)] += 1 }
            let expected = counts.filter { $0 > 0 }.reduce(0) {
                $0 - $1 / 2048 * BinaryLogarithm.of($1 / 2048)
            }
            #expect(abs((whole.bits ?? -1) - expected) < 1e-9, "seed \(seed)")
        }
    }
}
