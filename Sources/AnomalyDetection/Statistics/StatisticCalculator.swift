import NetworkModel

/// Computes the ten statistics of a window from its counters.
enum StatisticCalculator {
    /// All statistics in the order of `TrafficStatistic`.
    static func statistics(
        of counters: WindowCounters, windowNanoseconds: Int64
    ) -> [StatisticValue] {
        TrafficStatistic.allCases.map { statistic in
            let parts = parts(of: statistic, in: counters)
            let value: Double?
            if parts.count == 2 {
                value = ratio(parts[0].count, parts[1].count)
            } else {
                value =
                    windowNanoseconds > 0
                    ? Double(parts[0].count) / (Double(windowNanoseconds) / 1e9) : nil
            }
            return StatisticValue(statistic: statistic, value: value, counters: parts)
        }
    }

    /// 0 where there is nothing to divide, undefined where there is only nothing to divide by.
    private static func ratio(_ numerator: UInt64, _ denominator: UInt64) -> Double? {
        if numerator == 0 { return 0 }
        return denominator == 0 ? nil : Double(numerator) / Double(denominator)
    }

    private static func parts(
        of statistic: TrafficStatistic, in counters: WindowCounters
    ) -> [(name: String, count: UInt64)] {
        let ipPackets = (name: "ip_packets", count: counters.ipPackets)
        let packets = (name: "packets", count: counters.packets)
        switch statistic {
        case .averagePacketBytes: return [("ip_bytes", counters.ipBytes), ipPackets]
        case .packetsPerSecond: return [packets]
        case .ipPacketsPerSecond: return [ipPackets]
        case .synRatio: return [("syn_packets", counters.synPackets), ipPackets]
        case .ackRatio: return [("ack_packets", counters.ackPackets), ipPackets]
        case .icmpRatio: return [("icmp_packets", counters.icmpPackets), ipPackets]
        case .ipRatio: return [ipPackets, packets]
        case .arpRatio: return [("arp_packets", counters.arpPackets), packets]
        case .destinationSourceRatio:
            return [
                ("destination_addresses", counters.destinations.estimate),
                ("source_addresses", counters.sources.estimate),
            ]
        case .destinationSourcePortRatio:
            return [
                ("tcp_destination_ports", counters.destinationPorts.estimate),
                ("tcp_source_ports", counters.sourcePorts.estimate),
            ]
        }
    }
}
