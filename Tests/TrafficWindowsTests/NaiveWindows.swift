import NetworkModel

/// What windows must hold, by filtering all rows for each window and counter.
struct NaiveWindows {
    let rows: [TrafficRow]
    let realTime: Timestamp

    private func index(_ time: Timestamp) -> Int64 {
        Int64((Double(time.nanoseconds / 1_000_000) / 1000).rounded(.down))
    }

    private var packets: [PacketSummary] {
        rows.compactMap { if case .packet(let packet, _) = $0 { packet } else { nil } }
    }

    private var skipped: [SkippedPacket] {
        rows.compactMap { if case .skipped(let skipped) = $0 { skipped } else { nil } }
    }

    /// The partial of a window, from all rows.
    func partial(_ index: Int64) -> WindowPartial {
        let allowance = WindowTraffic.allowance
        let packets = self.packets.filter {
            $0.latenessNanoseconds <= allowance && self.index($0.time) == index
        }
        let skipped = self.skipped.filter {
            $0.latenessNanoseconds <= allowance && self.index($0.time) == index
        }
        let late =
            self.packets.filter { $0.latenessNanoseconds > allowance }.map(\.clock)
            + self.skipped.filter { $0.latenessNanoseconds > allowance }.map(\.clock)
        var partial = WindowPartial(index: index)
        partial.counters = counters(packets, skipped)
        partial.counters.latePackets = UInt64(late.filter { self.index($0) == index }.count)
        if partial.counters.packets + partial.counters.latePackets > 0 {
            partial.counters.realTime = realTime
        }
        let arp = skipped.filter { $0.reason == .arp }.map(\.arpSender)
        partial.sources = hosts(packets.map { ($0.source, $0) }, arp: arp)
        partial.destinations = hosts(packets.map { ($0.destination, $0) }, arp: [])
        partial.flows = samples(index)
        return partial
    }

    private func counters(
        _ packets: [PacketSummary], _ skipped: [SkippedPacket]
    ) -> WindowCounters {
        func count(_ isCounted: (PacketSummary) -> Bool) -> UInt64 {
            UInt64(packets.filter(isCounted).count)
        }
        let tcp = packets.filter { $0.transport == .tcp }
        var counters = WindowCounters()
        counters.packets = UInt64(packets.count + skipped.count)
        counters.sourceTime =
            (packets.map(\.time) + skipped.map(\.time)).max() ?? .distantPast
        counters.ipPackets = UInt64(packets.count)
        counters.ipv6Packets = count { $0.source.version == .v6 }
        counters.ipBytes = packets.reduce(0) { $0 + UInt64($1.ipBytes) }
        counters.synPackets = count { $0.tcpFlags.contains(.syn) }
        counters.ackPackets = count { $0.tcpFlags.contains(.ack) }
        counters.finPackets = count { $0.tcpFlags.contains(.fin) }
        counters.rstPackets = count { $0.tcpFlags.contains(.rst) }
        counters.urgPackets = count { $0.tcpFlags.contains(.urg) }
        counters.udpPackets = count { $0.transport == .udp }
        counters.icmpPackets = count { $0.transport == .icmp || $0.transport == .icmpV6 }
        counters.arpPackets = UInt64(skipped.filter { $0.reason == .arp }.count)
        for address in Set(packets.map(\.source)) {
            counters.sources.insert(DistinctCount.hash(of: address))
        }
        for address in Set(packets.map(\.destination)) {
            counters.destinations.insert(DistinctCount.hash(of: address))
        }
        for port in Set(tcp.map(\.sourcePort)) {
            counters.sourcePorts.insert(DistinctCount.hash(ofPort: port))
        }
        for port in Set(tcp.map(\.destinationPort)) {
            counters.destinationPorts.insert(DistinctCount.hash(ofPort: port))
        }
        return counters
    }

    private func hosts(
        _ packets: [(IPAddress, PacketSummary)], arp: [IPAddress]
    ) -> [HostSample] {
        var counters: [IPAddress: HostCounters] = [:]
        for (address, packet) in packets {
            var host = HostCounters()
            host.packets = 1
            host.ipBytes = UInt64(packet.ipBytes)
            host.synPackets = packet.tcpFlags.contains(.syn) ? 1 : 0
            host.ackPackets = packet.tcpFlags.contains(.ack) ? 1 : 0
            host.icmpPackets = packet.transport.isICMP ? 1 : 0
            counters[address, default: HostCounters()].add(host)
        }
        for address in arp {
            var host = HostCounters()
            host.packets = 1
            host.arpPackets = 1
            counters[address, default: HostCounters()].add(host)
        }
        return counters.map { HostSample(address: $0.key, counters: $0.value) }
            .sorted { $0.hash < $1.hash }
            .prefix(WindowPartial.hostLimit)
            .sorted { $0.address < $1.address }
    }

    private func samples(_ index: Int64) -> [FlowSample] {
        let samples = rows.compactMap { row -> FlowSample? in
            guard case .packet(let packet, let sample?) = row,
                packet.latenessNanoseconds <= WindowTraffic.allowance,
                self.index(packet.time) == index
            else { return nil }
            return sample
        }
        return Array(
            samples.sorted { $0.uid < $1.uid }.prefix(WindowPartial.flowSampleLimit))
    }
}
