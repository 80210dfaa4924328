import NetworkModel
import Testing

@testable import AnomalyDetection

@Suite struct TopTalkerRankingTests {
    @Test func `hosts are ranked by the counter that matters, five a side, ties by address`() {
        var window = WindowPartial(index: 0)
        window.counters.packets = 1000
        window.counters.synPackets = 100
        window.sources = (0..<8).map { number in
            AttackWindow.host(
                IPAddress(v4: 0x0a00_0010 - UInt32(number)), packets: UInt64(10 * number),
                syn: number == 3 ? 90 : 1)
        }
        let ranking = TopTalkerRanking(window: window, measure: .syn)
        #expect(
            ranking.talkers.map(\.address.description)
                == ["10.0.0.13", "10.0.0.9", "10.0.0.10", "10.0.0.11", "10.0.0.12"])
        #expect(ranking.talkers.map(\.packets) == [90, 1, 1, 1, 1])
        #expect(ranking.talkers[0].share == 0.9)
        #expect(ranking.leader?.address.description == "10.0.0.13")
        let byPackets = TopTalkerRanking(window: window, measure: .packets)
        #expect(byPackets.talkers.first?.address.description == "10.0.0.9")
        #expect(byPackets.leader == nil)
    }

    @Test func `the leader's flows come first, then the others by uid`() {
        let ranking = TopTalkerRanking(window: AttackWindow.synScan(0).merged, measure: .syn)
        #expect(ranking.flows.map(\.uid.low) == [2, 4, 6, 8, 10, 1, 3, 5, 7, 9])
    }

    @Test func `a window without hosts has no leader`() {
        let ranking = TopTalkerRanking(window: WindowPartial(index: 0), measure: .packets)
        #expect(ranking.talkers.isEmpty && ranking.leader == nil && ranking.flows.isEmpty)
    }

    @Test func `a ping flood is told from a sweep by its victim`() {
        func category(_ window: WindowPartial) -> AlertCategory {
            AlertClassification(
                statistic: .icmpRatio, direction: .up,
                talkers: TopTalkerRanking(window: window, measure: .icmp),
                counters: window.counters
            ).category
        }
        // Both are answered, so that the attacker receives half of all packets.
        var flood = WindowPartial(index: 0)
        flood.counters.icmpPackets = 200
        flood.sources = [
            AttackWindow.host(AttackWindow.attacker, packets: 100, icmp: 100),
            AttackWindow.host(AttackWindow.victim, packets: 100, icmp: 100),
        ]
        flood.destinations = flood.sources
        #expect(category(flood) == .denialOfService)
        var sweep = flood
        let swept = (0..<100).map {
            AttackWindow.host(IPAddress(v4: 0x0a00_0000 + UInt32($0)), packets: 1, icmp: 1)
        }
        sweep.sources = swept + [flood.sources[0]]
        sweep.destinations = swept + [flood.sources[0]]
        #expect(category(sweep) == .scan)
    }

    @Test func `a SYN flood is told from a scan by who took part`() {
        func category(sources: UInt64, ports: UInt64, leader: UInt64) -> AlertCategory {
            var window = WindowPartial(index: 0)
            window.counters.synPackets = 1000
            for number in 0..<sources { window.counters.sources.insert(number << 50 | 1) }
            for number in 0..<ports { window.counters.destinationPorts.insert(number << 50 | 1) }
            window.sources = [
                AttackWindow.host(AttackWindow.attacker, packets: leader, syn: leader)
            ]
            return AlertClassification(
                statistic: .synRatio, direction: .up,
                talkers: TopTalkerRanking(window: window, measure: .syn),
                counters: window.counters
            ).category
        }
        #expect(category(sources: 8, ports: 1000, leader: 990) == .scan)
        #expect(category(sources: 1000, ports: 3, leader: 2) == .denialOfService)
        #expect(category(sources: 8, ports: 3, leader: 990) == .denialOfService)
    }
}
