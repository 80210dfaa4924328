import NetworkModel

extension RandomRecords {
    mutating func progress(partials count: Int) -> WindowProgress {
        let partitionCount = number(Int32(1)...64)
        var indices: Set<Int64> = []
        while indices.count < count { indices.insert(number(-1_000_000...1_000_000)) }
        return WindowProgress(
            sensorSession: sensorSession(), partition: number(0...partitionCount - 1),
            partitionCount: partitionCount, windowNanoseconds: number(1...60_000_000_000),
            sessionStart: time(), previousWatermark: time(), watermark: time(),
            isEnd: isOneIn(2), partials: indices.sorted().map { partial(index: $0) })
    }

    mutating func partial(index: Int64) -> WindowPartial {
        var partial = WindowPartial(index: index)
        partial.counters.packets = generator.next()
        partial.counters.sourceTime = time()
        partial.counters.realTime = time()
        partial.counters.ipPackets = count()
        partial.counters.ipv6Packets = count()
        partial.counters.ipBytes = count()
        partial.counters.synPackets = count()
        partial.counters.ackPackets = count()
        partial.counters.finPackets = count()
        partial.counters.rstPackets = count()
        partial.counters.urgPackets = count()
        partial.counters.udpPackets = count()
        partial.counters.icmpPackets = count()
        partial.counters.arpPackets = count()
        partial.counters.latePackets = count()
        partial.counters.sources = distinctCount(values: number(0...64))
        partial.counters.destinations = distinctCount(values: number(65...1000))
        partial.counters.sourcePorts = distinctCount(values: number(5000...20_000))
        partial.counters.destinationPorts = distinctCount(values: 0)
        partial.sources = hosts(number(0...30))
        partial.destinations = isOneIn(4) ? [] : hosts(number(1...30))
        var samples = (0..<number(0...10)).map { _ in flowSample() }
        samples.sort { $0.uid < $1.uid }
        partial.flows = samples
        return partial
    }

    mutating func distinctCount(values: Int) -> DistinctCount {
        var count = DistinctCount()
        for _ in 0..<values { count.insert(generator.next()) }
        return count
    }

    mutating func hosts(_ count: Int) -> [HostSample] {
        var addresses: Set<IPAddress> = []
        while addresses.count < count { addresses.insert(address(isOneIn(2) ? .v4 : .v6)) }
        return addresses.sorted().map { address in
            var counters = HostCounters()
            counters.packets = self.count()
            counters.ipBytes = self.count()
            counters.synPackets = self.count()
            counters.ackPackets = generator.next()
            counters.icmpPackets = self.count()
            counters.arpPackets = self.count()
            return HostSample(address: address, counters: counters)
        }
    }

    private mutating func time() -> Timestamp {
        Timestamp(nanoseconds: isOneIn(4) ? .min : number(Int64.min...Int64.max))
    }
}
