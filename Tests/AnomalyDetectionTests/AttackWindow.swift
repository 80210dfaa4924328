import NetworkModel

/// Windows with an attack on top of what the office does.
enum AttackWindow {
    static let attacker = IPAddress(v4: 0x0a4d_0042)
    static let victim = IPAddress(v4: 0x0a4d_0001)
    static let client = IPAddress(v4: 0x0a4d_0005)

    /// A second of a SYN scan: 4,966 SYNs in 5,120 IP packets, all but 50 from the attacker.
    static func synScan(_ index: Int) -> CompletedWindow {
        var counters = WindowCounters()
        counters.packets = 5120
        counters.ipPackets = 5120
        counters.ipBytes = 5120 * 44
        counters.synPackets = 4966
        counters.ackPackets = 140
        for number in 0..<60 {
            counters.sources.insert(OfficeTraffic.hash(number % 5))
            counters.destinations.insert(OfficeTraffic.hash(number % 6))
            counters.sourcePorts.insert(OfficeTraffic.hash(number % 10))
            counters.destinationPorts.insert(OfficeTraffic.hash(number))
        }
        var window = OfficeTraffic.window(index, counters)
        window.merged.sources = [
            host(client, packets: 204, syn: 50), host(attacker, packets: 4916, syn: 4916),
        ]
        window.merged.destinations = [
            host(victim, packets: 4916, syn: 4916), host(attacker, packets: 204, syn: 50),
        ]
        window.merged.flows = (1...10).map { number in
            FlowSample(
                uid: FlowIdentifier(high: 0, low: UInt64(number)),
                tuple: FiveTuple(
                    source: number % 2 == 0 ? attacker : client, destination: victim,
                    sourcePort: 40_000, destinationPort: UInt16(number), transport: .tcp))
        }
        return window
    }

    static func host(
        _ address: IPAddress, packets: UInt64, syn: UInt64 = 0, icmp: UInt64 = 0
    ) -> HostSample {
        var counters = HostCounters()
        counters.packets = packets
        counters.ipBytes = packets * 44
        counters.synPackets = syn
        counters.icmpPackets = icmp
        return HostSample(address: address, counters: counters)
    }
}
