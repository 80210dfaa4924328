import NetworkModel

/// How one task's counts of one window are written.
enum WindowPartialCoding {
    static func write(_ partial: WindowPartial, to writer: inout BinaryWriter) {
        precondition(
            isAscending(partial.sources) && isAscending(partial.destinations),
            "hosts stand in the order of their addresses")
        precondition(
            zip(partial.flows, partial.flows.dropFirst()).allSatisfy { $0.uid < $1.uid },
            "flow samples stand in the order of their identifiers")
        writer.fixed(partial.index)
        write(partial.counters, to: &writer)
        write(partial.sources, to: &writer)
        write(partial.destinations, to: &writer)
        writer.variable(UInt64(partial.flows.count))
        for flow in partial.flows { write(flow, to: &writer) }
    }

    static func read(
        from reader: inout BinaryReader
    ) throws(TopicDecodingError) -> WindowPartial {
        var partial = WindowPartial(index: try reader.fixed(Int64.self))
        partial.counters = try counters(from: &reader)
        partial.sources = try hosts(from: &reader)
        partial.destinations = try hosts(from: &reader)
        let flowCount = try reader.variable()
        guard flowCount <= WindowPartial.flowSampleLimit else {
            throw .badField(name: "flow samples")
        }
        for _ in 0..<flowCount {
            let flow = try flow(from: &reader)
            if let last = partial.flows.last, last.uid >= flow.uid {
                throw .badField(name: "flow samples")
            }
            partial.flows.append(flow)
        }
        return partial
    }

    private static func write(_ counters: WindowCounters, to writer: inout BinaryWriter) {
        writer.fixed(counters.sourceTime.nanoseconds)
        writer.fixed(counters.realTime.nanoseconds)
        for path in countPaths { writer.variable(counters[keyPath: path]) }
        for path in distinctPaths {
            DistinctCountCoding.write(counters[keyPath: path], to: &writer)
        }
    }

    private static func counters(
        from reader: inout BinaryReader
    ) throws(TopicDecodingError) -> WindowCounters {
        var counters = WindowCounters()
        counters.sourceTime = Timestamp(nanoseconds: try reader.fixed(Int64.self))
        counters.realTime = Timestamp(nanoseconds: try reader.fixed(Int64.self))
        for path in countPaths { counters[keyPath: path] = try reader.variable() }
        for path in distinctPaths {
            counters[keyPath: path] = try DistinctCountCoding.read(from: &reader)
        }
        return counters
    }

    /// The counts in the order in which they are written.
    private static var countPaths: [WritableKeyPath<WindowCounters, UInt64>] {
        [
            \.packets, \.ipPackets, \.ipv6Packets, \.ipBytes, \.synPackets, \.ackPackets,
            \.finPackets, \.rstPackets, \.urgPackets, \.udpPackets, \.icmpPackets, \.arpPackets,
            \.latePackets,
        ]
    }

    /// The distinct counts in the order in which they are written.
    private static var distinctPaths: [WritableKeyPath<WindowCounters, DistinctCount>] {
        [\.sources, \.destinations, \.sourcePorts, \.destinationPorts]
    }

    private static func write(_ hosts: [HostSample], to writer: inout BinaryWriter) {
        precondition(hosts.count <= WindowPartial.hostLimit, "a partial's hosts are bounded")
        writer.variable(UInt64(hosts.count))
        for host in hosts {
            writer.address(host.address)
            writer.variable(host.counters.packets)
            writer.variable(host.counters.ipBytes)
            writer.variable(host.counters.synPackets)
            writer.variable(host.counters.ackPackets)
            writer.variable(host.counters.icmpPackets)
            writer.variable(host.counters.arpPackets)
        }
    }

    private static func hosts(
        from reader: inout BinaryReader
    ) throws(TopicDecodingError) -> [HostSample] {
        let count = try reader.variable()
        guard count <= WindowPartial.hostLimit else { throw .badField(name: "hosts") }
        var hosts: [HostSample] = []
        for _ in 0..<count {
            let address = try reader.address()
            if let last = hosts.last, last.address >= address {
                throw .badField(name: "hosts")
            }
            var counters = HostCounters()
            counters.packets = try reader.variable()
            counters.ipBytes = try reader.variable()
            counters.synPackets = try reader.variable()
            counters.ackPackets = try reader.variable()
            counters.icmpPackets = try reader.variable()
            counters.arpPackets = try reader.variable()
            hosts.append(HostSample(address: address, counters: counters))
        }
        return hosts
    }

    private static func write(_ flow: FlowSample, to writer: inout BinaryWriter) {
        writer.fixed(flow.uid.high.byteSwapped)
        writer.fixed(flow.uid.low.byteSwapped)
        writer.address(flow.tuple.source)
        writer.address(flow.tuple.destination)
        writer.fixed(flow.tuple.sourcePort)
        writer.fixed(flow.tuple.destinationPort)
        writer.fixed(flow.tuple.transport.rawValue)
    }

    private static func flow(
        from reader: inout BinaryReader
    ) throws(TopicDecodingError) -> FlowSample {
        let high = try reader.fixed(UInt64.self).byteSwapped
        let low = try reader.fixed(UInt64.self).byteSwapped
        let source = try reader.address()
        let destination = try reader.address()
        guard source.version == destination.version else { throw .badField(name: "IP version") }
        return FlowSample(
            uid: FlowIdentifier(high: high, low: low),
            tuple: FiveTuple(
                source: source, destination: destination,
                sourcePort: try reader.fixed(UInt16.self),
                destinationPort: try reader.fixed(UInt16.self),
                transport: TransportProtocol(rawValue: try reader.fixed(UInt8.self))))
    }

    private static func isAscending(_ hosts: [HostSample]) -> Bool {
        zip(hosts, hosts.dropFirst()).allSatisfy { $0.address < $1.address }
    }
}
