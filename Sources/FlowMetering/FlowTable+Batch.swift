import FlowIndexing
public import NetworkModel

extension FlowTable {
    /// How many packets are looked up together.
    static var groupPackets: Int { 16 }

    /// Below this many slots the table lies in the processor's caches by itself.
    private static var slotsWorthFetching: Int { 16_384 }

    /// What finds a packet's flow.
    private struct Lookup {
        var key: FlowKey
        var isFromUpper: Bool
        var hash: UInt32
    }

    /// Counts packets, as one by one and in the same order.
    ///
    /// In a table of many flows nearly every packet's flow has to come from memory. The flows of
    /// sixteen packets are asked for before the first of them is counted, so that their ways
    /// overlap.
    ///
    /// - Parameters:
    ///   - packets: The packets; those of one flow in the order of the sensor's clock.
    ///   - ended: Gains records as with a single packet.
    ///   - began: Called for each packet that began a record, with its place and the sample.
    public mutating func add(
        _ packets: Span<PacketSummary>, into ended: inout [FlowRecord],
        began: (Int, FlowSample) -> Void
    ) {
        var start = 0
        while start < packets.count {
            let end = min(start + Self.groupPackets, packets.count)
            add(packets, start..<end, into: &ended, began: began)
            start = end
        }
    }

    private mutating func add(
        _ packets: Span<PacketSummary>, _ group: Range<Int>, into ended: inout [FlowRecord],
        began: (Int, FlowSample) -> Void
    ) {
        let lookups = InlineArray<16, Lookup> { place in
            let packet = packets[min(group.lowerBound + place, group.upperBound - 1)]
            let (key, isFromUpper) = FlowKey.of(packet, isVLANInKey: configuration.isVLANInKey)
            return Lookup(key: key, isFromUpper: isFromUpper, hash: hasher.hash(of: key))
        }
        if slab.count >= Self.slotsWorthFetching {
            for place in 0..<group.count { fetch(lookups[place].hash) }
        }
        for place in 0..<group.count {
            let lookup = lookups[place]
            let sample = add(
                packets[group.lowerBound + place], key: lookup.key,
                isFromUpper: lookup.isFromUpper, hash: lookup.hash, into: &ended)
            if let sample { began(group.lowerBound + place, sample) }
        }
    }

    /// Reads from each of the cache lines that a packet of the flow will need.
    @inline(__always)
    private mutating func fetch(_ hash: UInt32) {
        var place = index.firstPlace(of: hash)
        guard let slot = index.nextSlot(of: hash, from: &place) else { return }
        // Kept, so that the reads aren't left out.
        fetched &+= slab[slot].fetched &+ neighbours(of: slot)
    }
}
