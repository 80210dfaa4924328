import NetworkModel
import TestSupport
import Testing

@testable import PacketDecoding

@Suite struct FragmentTableTests {
    /// What the table should hold, in the plainest way: a list, the oldest first.
    private struct Model {
        var capacity: Int
        var list: [(key: FragmentKey, first: FirstFragment)] = []

        mutating func insert(_ first: FirstFragment, of key: FragmentKey) {
            // A replaced entry keeps its place in the ring, as a hole.
            if let index = list.lastIndex(where: { $0.key == key }) {
                list[index].key.identification = .max
            }
            list.append((key, first))
            if list.count > capacity { list.removeFirst() }
        }

        func first(of key: FragmentKey, at time: Timestamp) -> FirstFragment? {
            guard let found = list.last(where: { $0.key == key })?.first else { return nil }
            return time.nanoseconds - found.time.nanoseconds > 30_000_000_000 ? nil : found
        }
    }

    @Test func `the table agrees with a list`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        var table = FragmentTable(capacity: 16)
        var model = Model(capacity: 16)
        for step in 0..<20_000 {
            let key = FragmentKey(
                source: Host.a, destination: Host.b,
                identification: UInt32.random(in: 0..<40, using: &random), transport: 17)
            let time = Timestamp(nanoseconds: Int64(step) * 1_000_000_000)
            if Bool.random(using: &random) {
                let first = FirstFragment(
                    time: time, transport: .udp,
                    sourcePort: UInt16.random(in: 0...9, using: &random),
                    destinationPort: UInt16(truncatingIfNeeded: step))
                table.insert(first, of: key)
                model.insert(first, of: key)
            } else {
                let found = table.first(of: key, at: time)
                let expected = model.first(of: key, at: time)
                #expect(found?.destinationPort == expected?.destinationPort, "seed \(seed)")
                #expect(found?.sourcePort == expected?.sourcePort, "seed \(seed)")
            }
            #expect(table.count <= 16, "seed \(seed)")
        }
        let counters = table.counters
        #expect(counters.matched > 0 && counters.replaced > 0 && counters.expired > 0)
    }
}
