import NetworkModel
import TestSupport
@testable import TrafficWindows
import Testing

struct HostTableTests {
    private let seed = TestEnvironment.seed

    @Test func `the hosts with the lowest hashes stay, with exact counters`() {
        var generator = SeededGenerator(seed: seed)
        var table = HostTable(hasher: AddressHasher())
        var model: [IPAddress: UInt64] = [:]
        for _ in 0..<60_000 {
            let address = IPAddress(v4: .random(in: 0..<9000, using: &generator))
            var counters = HostCounters()
            counters.packets = 1
            let isKnown = table.add(address, counters) == nil
            #expect(!isKnown || model[address] != nil)
            model[address, default: 0] += 1
        }
        let expected = model.keys.sorted { DistinctCount.hash(of: $0) < DistinctCount.hash(of: $1) }
            .prefix(WindowPartial.hostLimit).sorted()
        let samples = table.samples()
        #expect(samples.map(\.address) == expected, "seed \(seed)")
        #expect(samples.allSatisfy { $0.counters.packets == model[$0.address] })
        table.removeAll()
        #expect(table.samples().isEmpty)
    }

    @Test func `the element of a rank is that of the sorted array`() {
        var generator = SeededGenerator(seed: seed)
        for count in [1, 2, 3, 10, 500] {
            for spread in [0, 5, UInt64.max] as [UInt64] {
                let values = (0..<count).map { _ in
                    UInt64.random(in: 0...spread, using: &generator)
                }
                let rank = Int.random(in: 0..<count, using: &generator)
                var shuffled = values
                let found = shuffled.element(ofRank: rank)
                #expect(found == values.sorted()[rank], "seed \(seed)")
            }
        }
    }
}
