@testable import FlowIndexing
import TestSupport
import Testing

struct FlowListTests {
    private let seed = TestEnvironment.seed

    private func slots(_ list: FlowList, _ links: [FlowList.Link]) -> [UInt32] {
        var slots: [UInt32] = []
        var previous = FlowList.none
        var slot = list.head
        while slot != FlowList.none {
            #expect(links[Int(slot)].previous == previous)
            slots.append(slot)
            previous = slot
            slot = links[Int(slot)].next
        }
        return slots
    }

    @Test func `two lists in one array of links keep their orders`() {
        var generator = SeededGenerator(seed: seed)
        var links = [FlowList.Link](repeating: FlowList.Link(), count: 20)
        var lists = (FlowList(), FlowList())
        var models: ([UInt32], [UInt32]) = ([], [])
        for _ in 0..<2000 {
            let slot = UInt32.random(in: 0..<20, using: &generator)
            if let place = models.0.firstIndex(of: slot) {
                if Bool.random(using: &generator) {
                    lists.0.moveToEnd(slot, &links)
                    models.0.append(models.0.remove(at: place))
                } else {
                    lists.0.remove(slot, &links)
                    models.0.remove(at: place)
                    lists.1.append(slot, &links)
                    models.1.append(slot)
                }
            } else {
                if let place = models.1.firstIndex(of: slot) {
                    lists.1.remove(slot, &links)
                    models.1.remove(at: place)
                }
                lists.0.append(slot, &links)
                models.0.append(slot)
            }
            #expect(slots(lists.0, links) == models.0, "seed \(seed)")
            #expect(slots(lists.1, links) == models.1, "seed \(seed)")
        }
    }
}
