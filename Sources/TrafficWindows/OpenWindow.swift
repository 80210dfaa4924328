import NetworkModel

/// A window that packets still count into.
struct OpenWindow: Codable {
    private(set) var index: Int64
    var counters = WindowCounters()
    private var sources: HostTable
    private var destinations: HostTable
    private var flows: [FlowSample] = []

    init(index: Int64, hasher: AddressHasher) {
        self.index = index
        sources = HostTable(hasher: hasher)
        destinations = HostTable(hasher: hasher)
    }

    mutating func add(_ packet: PacketSummary) {
        counters.packets &+= 1
        counters.sourceTime = max(counters.sourceTime, packet.time)
        counters.ipPackets &+= 1
        counters.ipBytes &+= UInt64(packet.ipBytes)
        if packet.source.version == .v6 { counters.ipv6Packets &+= 1 }
        var host = HostCounters()
        host.packets = 1
        host.ipBytes = UInt64(packet.ipBytes)
        if packet.transport == .tcp {
            addTCP(packet, &host)
        } else if packet.transport == .udp {
            counters.udpPackets &+= 1
        } else if packet.transport.isICMP {
            counters.icmpPackets &+= 1
            host.icmpPackets = 1
        }
        if let hash = sources.add(packet.source, host) { counters.sources.insert(hash) }
        if let hash = destinations.add(packet.destination, host) {
            counters.destinations.insert(hash)
        }
    }

    private mutating func addTCP(_ packet: PacketSummary, _ host: inout HostCounters) {
        let flags = packet.tcpFlags
        host.synPackets = flags.contains(.syn) ? 1 : 0
        host.ackPackets = flags.contains(.ack) ? 1 : 0
        counters.synPackets &+= host.synPackets
        counters.ackPackets &+= host.ackPackets
        if !flags.isDisjoint(with: [.fin, .rst, .urg]) {
            if flags.contains(.fin) { counters.finPackets &+= 1 }
            if flags.contains(.rst) { counters.rstPackets &+= 1 }
            if flags.contains(.urg) { counters.urgPackets &+= 1 }
        }
        counters.sourcePorts.insert(DistinctCount.hash(ofPort: packet.sourcePort))
        counters.destinationPorts.insert(DistinctCount.hash(ofPort: packet.destinationPort))
    }

    mutating func add(_ skipped: SkippedPacket) {
        counters.packets &+= 1
        counters.sourceTime = max(counters.sourceTime, skipped.time)
        guard skipped.reason == .arp else { return }
        counters.arpPackets &+= 1
        var host = HostCounters()
        host.packets = 1
        host.arpPackets = 1
        // Distinct addresses are those of IP packets, so the hash is of no use here.
        _ = sources.add(skipped.arpSender, host)
    }

    mutating func add(_ sample: FlowSample) {
        flows.insert(sample, limit: WindowPartial.flowSampleLimit)
    }

    /// What was counted.
    mutating func close() -> WindowPartial {
        var partial = WindowPartial(index: index)
        partial.counters = counters
        partial.sources = sources.samples()
        partial.destinations = destinations.samples()
        partial.flows = flows
        return partial
    }

    /// Makes a closed window the one with another number, in the memory that it has.
    mutating func reopen(index: Int64) {
        self.index = index
        counters = WindowCounters()
        sources.removeAll()
        destinations.removeAll()
        flows = []
    }
}

extension [FlowSample] {
    /// Adds a sample to those with the lowest uids, in their order; one that is there already isn't
    /// added again.
    mutating func insert(_ sample: FlowSample, limit: Int) {
        if count >= limit, let last, last.uid <= sample.uid { return }
        let position = firstIndex { sample.uid <= $0.uid } ?? count
        if position < count && self[position].uid == sample.uid { return }
        insert(sample, at: position)
        if count > limit { removeLast() }
    }
}
