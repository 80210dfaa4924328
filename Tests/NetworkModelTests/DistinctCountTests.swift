import NetworkModel
import TestSupport
import Testing

struct DistinctCountTests {
    private let seed = TestEnvironment.seed

    private func hashes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt64] {
        let base = UInt32.random(in: 0...0x7fff_ffff, using: &generator)
        return (0..<count).map { DistinctCount.hash(of: IPAddress(v4: base + UInt32($0))) }
    }

    private func count(_ hashes: some Sequence<UInt64>) -> DistinctCount {
        var count = DistinctCount()
        for hash in hashes { count.insert(hash) }
        return count
    }

    @Test func `up to 64 values are counted exactly, repeats and all`() {
        var generator = SeededGenerator(seed: seed)
        let all = hashes(64, &generator)
        for number in 0...64 {
            let some = all.prefix(number)
            #expect(count(some + some.shuffled(using: &generator)).estimate == UInt64(number))
        }
    }

    @Test(arguments: [65, 100, 1000, 5000, 10_000, 12_000, 50_000, 300_000])
    func `beyond that the estimate is within five standard errors`(number: Int) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<(number > 50_000 ? 2 : 10) {
            let estimate = count(hashes(number, &generator)).estimate
            let error = abs(Double(estimate) - Double(number)) / Double(number)
            #expect(error < 0.08, "seed \(seed): \(estimate) for \(number)")
        }
    }

    @Test func `ports are counted as well as addresses`() {
        let all = count((0...UInt16.max).map { DistinctCount.hash(ofPort: $0) })
        #expect(abs(Double(all.estimate) - 65_536) / 65_536 < 0.08)
        let few = count((0..<50 as Range<UInt16>).map { DistinctCount.hash(ofPort: $0) })
        #expect(few.estimate == 50)
    }

    @Test func `merging any split gives the count of the union`() {
        var generator = SeededGenerator(seed: seed)
        for number in [0, 1, 40, 64, 65, 66, 130, 3000] {
            let all = hashes(number, &generator)
            let whole = count(all)
            for parts in [2, 3, 8] {
                var counts = [DistinctCount](repeating: DistinctCount(), count: parts)
                for hash in all.shuffled(using: &generator) {
                    for _ in 0...1 {
                        counts[Int.random(in: 0..<parts, using: &generator)].insert(hash)
                    }
                }
                counts.shuffle(using: &generator)
                var merged = DistinctCount()
                for part in counts { merged.merge(part) }
                #expect(merged == whole, "seed \(seed), \(number) in \(parts)")
                var other = counts[parts - 1]
                for part in counts.dropLast() { other.merge(part) }
                #expect(other == whole)
            }
        }
    }

    @Test func `merging few values with many gives the count of the union`() {
        var generator = SeededGenerator(seed: seed)
        let all = hashes(1000, &generator)
        let few = count(all.prefix(10))
        let many = count(all.dropFirst(10))
        var left = few
        left.merge(many)
        var right = many
        right.merge(few)
        let whole = count(all)
        #expect(left == whole)
        #expect(right == whole)
    }

    @Test func `what was encoded is taken back, and nothing else`() {
        var generator = SeededGenerator(seed: seed)
        for number in [0, 64, 65] {
            let whole = count(hashes(number, &generator))
            #expect(DistinctCount(exact: whole.exact, registers: whole.registers) == whole)
        }
        let registers = [UInt8](repeating: 1, count: DistinctCount.registerCount)
        #expect(DistinctCount(exact: [1], registers: registers) == nil)
        #expect(DistinctCount(exact: [2, 1], registers: []) == nil)
        #expect(DistinctCount(exact: [1, 1], registers: []) == nil)
        #expect(DistinctCount(exact: Array(0...64), registers: []) == nil)
        #expect(DistinctCount(exact: [], registers: [1]) == nil)
        #expect(DistinctCount(exact: [], registers: registers.map { $0 + 53 }) == nil)
    }

    @Test func `no registers make the estimate overflow`() throws {
        let full = [UInt8](
            repeating: DistinctCount.maximumRank, count: DistinctCount.registerCount)
        let count = try #require(DistinctCount(exact: [], registers: full))
        #expect(count.estimate == 1 << 63)
    }

    @Test func `the hashes are fixed`() {
        // From an independent implementation of the documented formula.
        #expect(DistinctCount.hash(of: IPAddress(v4: 0x0a00_0001)) == 0xfcfd_778f_1f27_b1cb)
        #expect(
            DistinctCount.hash(of: IPAddress(high: 0x2001_0db8 << 32, low: 1))
                == 0xc32c_3147_e3ee_9ac2)
        #expect(DistinctCount.hash(ofPort: 443) == 0xd9d3_4118_3689_2ad4)
    }
}
