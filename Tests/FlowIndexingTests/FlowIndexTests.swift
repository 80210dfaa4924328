@testable import FlowIndexing
import TestSupport
import Testing

struct FlowIndexTests {
    private let seed = TestEnvironment.seed

    private func slots(_ index: FlowIndex, of hash: UInt32) -> Set<UInt32> {
        var place = index.firstPlace(of: hash)
        var slots: Set<UInt32> = []
        while let slot = index.nextSlot(of: hash, from: &place) { slots.insert(slot) }
        return slots
    }

    @Test func `it finds what a dictionary finds, through growth, removal and collisions`() {
        var generator = SeededGenerator(seed: seed)
        for spread in [3, 300, UInt32.max] as [UInt32] {
            var index = FlowIndex()
            var model: [UInt32: Set<UInt32>] = [:]
            var present: [(slot: UInt32, hash: UInt32)] = []
            for slot in 0..<3000 as Range<UInt32> {
                // Low bits alike: everything lies in one long run.
                let hash = UInt32.random(in: 0...spread, using: &generator) &* 0x1_0001
                index.insert(slot, hash: hash)
                model[hash, default: []].insert(slot)
                present.append((slot, hash))
                guard Bool.random(using: &generator) else { continue }
                let place = Int.random(in: present.indices, using: &generator)
                let (gone, oldHash) = present.remove(at: place)
                index.remove(gone, hash: oldHash)
                model[oldHash]?.remove(gone)
            }
            for (hash, expected) in model {
                #expect(slots(index, of: hash) == expected, "seed \(seed)")
            }
            #expect(slots(index, of: 0x1234_5678) == model[0x1234_5678] ?? [])
        }
    }
}
