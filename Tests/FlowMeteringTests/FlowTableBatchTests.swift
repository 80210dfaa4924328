@testable import FlowMetering
import NetworkModel
import TestSupport
import Testing

/// Packets given together to a table that is large enough for their flows to be asked for ahead.
struct FlowTableBatchTests {
    /// What counting packets said, in its order.
    private struct Outcome: Equatable {
        var ended: [FlowRecord] = []
        var places: [Int] = []
        var samples: [FlowSample] = []
    }

    private let seed = TestEnvironment.seed

    /// A table with as many flows as it takes, none of which the random traffic has.
    private func largeTable() -> FlowTable {
        var table = FlowTable(sensorSession: Packets.session, configuration: Metering.short)
        var ended: [FlowRecord] = []
        for number in 0..<FlowTable.slotsWorthFetching {
            var packet = Packets.udp(at: 0)
            packet.source = IPAddress(v4: 0xc612_0000 | UInt32(number))
            _ = table.add(packet, into: &ended)
        }
        return table
    }

    @Test func `in a large table packets given together are counted as one by one`() throws {
        let large = largeTable()
        var traffic = RandomTraffic(seed: seed)
        let packets = traffic.packets(3000)
        var table = large
        var expected = Outcome()
        for (place, packet) in packets.enumerated() {
            guard let sample = table.add(packet, into: &expected.ended) else { continue }
            expected.places.append(place)
            expected.samples.append(sample)
        }
        // The traffic is worth its name.
        #expect(expected.ended.count > 100 && expected.places.count > expected.ended.count)
        let counters = table.counters
        table.finish(at: traffic.end, into: &expected.ended)
        for size in [1, 8, 9, 15, 16, 17, 24, 1000] {
            var table = large
            var outcome = Outcome()
            for start in stride(from: 0, to: packets.count, by: size) {
                let group = Array(packets[start..<min(start + size, packets.count)])
                table.add(group.span, into: &outcome.ended) { place, sample in
                    outcome.places.append(start + place)
                    outcome.samples.append(sample)
                }
            }
            #expect(table.counters == counters, "seed \(seed) size \(size)")
            table.finish(at: traffic.end, into: &outcome.ended)
            // Comparing whole outcomes in the expectation would print thousands of records.
            let isEqual = outcome == expected
            try #require(isEqual, "seed \(seed) size \(size)")
        }
    }

    @Test func `no packets given together are none`() {
        var table = largeTable()
        let before = table.counters
        var ended: [FlowRecord] = []
        let none: [PacketSummary] = []
        table.add(none.span, into: &ended) { _, _ in Issue.record("a flow of no packet") }
        #expect(ended.isEmpty && table.counters == before)
    }
}
