import NetworkModel
import Testing

@testable import AnomalyDetection

@Suite struct StatisticCalculatorTests {
    private static func values(
        of counters: WindowCounters, windowNanoseconds: Int64 = 1_000_000_000
    ) -> [TrafficStatistic: Double] {
        var values: [TrafficStatistic: Double] = [:]
        for statistic in StatisticCalculator.statistics(
            of: counters, windowNanoseconds: windowNanoseconds)
        {
            values[statistic.statistic] = statistic.value
        }
        return values
    }

    private static var counters: WindowCounters {
        var counters = WindowCounters()
        counters.packets = 50
        counters.ipPackets = 40
        counters.ipBytes = 20_000
        counters.synPackets = 4
        counters.ackPackets = 30
        counters.icmpPackets = 2
        counters.arpPackets = 10
        for number in 0..<3 { counters.sources.insert(OfficeTraffic.hash(number)) }
        for number in 0..<6 { counters.destinations.insert(OfficeTraffic.hash(number)) }
        for number in 0..<8 { counters.sourcePorts.insert(OfficeTraffic.hash(number)) }
        for number in 0..<2 { counters.destinationPorts.insert(OfficeTraffic.hash(number)) }
        return counters
    }

    @Test func `the ten statistics are netspot's`() {
        let expected: [TrafficStatistic: Double] = [
            .averagePacketBytes: 500, .packetsPerSecond: 50, .ipPacketsPerSecond: 40,
            .synRatio: 0.1, .ackRatio: 0.75, .icmpRatio: 0.05, .ipRatio: 0.8, .arpRatio: 0.2,
            .destinationSourceRatio: 2, .destinationSourcePortRatio: 0.25,
        ]
        #expect(Self.values(of: Self.counters) == expected)
    }

    @Test func `rates are per second whatever the window's length`() {
        // Regression: netspot's TRAFFIC was per millisecond and called per second.
        let minute = Self.values(of: Self.counters, windowNanoseconds: 20_000_000_000)
        #expect(minute[.packetsPerSecond] == 2.5)
        #expect(minute[.ipPacketsPerSecond] == 2)
        let tenth = Self.values(of: Self.counters, windowNanoseconds: 100_000_000)
        #expect(tenth[.packetsPerSecond] == 500)
        #expect(tenth[.synRatio] == 0.1)
    }

    @Test func `all statistics of an empty window are 0`() {
        let values = Self.values(of: WindowCounters())
        #expect(values.count == 10)
        #expect(values.values.allSatisfy { $0 == 0 })
    }

    @Test func `a ratio with nothing to divide by is undefined`() {
        var counters = WindowCounters()
        counters.ipBytes = 10
        counters.synPackets = 1
        counters.destinations.insert(1)
        let values = Self.values(of: counters)
        #expect(values[.averagePacketBytes] == nil)
        #expect(values[.synRatio] == nil)
        #expect(values[.destinationSourceRatio] == nil)
        #expect(values[.ackRatio] == 0)
    }

    @Test func `a statistic names the counts that it is made of`() {
        let statistics = StatisticCalculator.statistics(
            of: Self.counters, windowNanoseconds: 1_000_000_000)
        #expect(statistics.map(\.statistic) == TrafficStatistic.allCases)
        #expect(statistics[3].counters.map(\.name) == ["syn_packets", "ip_packets"])
        #expect(statistics[3].counters.map(\.count) == [4, 40])
        #expect(statistics[1].counters.map(\.name) == ["packets"])
        #expect(
            statistics[9].counters.map(\.name) == ["tcp_destination_ports", "tcp_source_ports"])
    }
}
