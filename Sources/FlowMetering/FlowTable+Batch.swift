import FlowIndexing
public import NetworkModel

extension FlowTable {
    /// Below this many slots the table lies in the processor's caches by itself.
    static var slotsWorthFetching: Int { 16_384 }
    /// How many packets before its own a packet's flow is asked for; its place in the index is
    /// asked for as long before that.
    private static var lead: Int { 8 }

    /// What finds a packet's flow.
    private struct Lookup {
        let key: FlowKey
        let isFromUpper: Bool
        let hash: UInt32
    }

    /// Counts packets, as one by one and in the same order.
    ///
    /// In a table of many flows nearly every packet's flow has to come from memory. Each is asked
    /// for while packets before it are counted, so that their ways overlap.
    ///
    /// - Parameters:
    ///   - packets: The packets; those of one flow in the order of the sensor's clock.
    ///   - ended: Gains records as with a single packet.
    ///   - began: Called for each packet that began a record, with its place and the sample.
    public mutating func add(
        _ packets: Span<PacketSummary>, into ended: inout [FlowRecord],
        began: (Int, FlowSample) -> Void
    ) {
        if slab.count >= Self.slotsWorthFetching && packets.count > Self.lead {
            addFetching(packets, into: &ended, began: began)
            return
        }
        for place in packets.indices {
            if let sample = add(packets[place], into: &ended) { began(place, sample) }
        }
    }

    private mutating func addFetching(
        _ packets: Span<PacketSummary>, into ended: inout [FlowRecord],
        began: (Int, FlowSample) -> Void
    ) {
        // A ring: a packet's place in it is free again for the packet two leads behind.
        var lookups = InlineArray<16, Lookup> { lookUp(packets[min($0, packets.count - 1)]) }
        for place in 0..<Self.lead { fetchFlow(lookups[place].hash) }
        for place in packets.indices {
            let lookup = lookups[place % lookups.count]
            if place + lookups.count < packets.count {
                lookups[place % lookups.count] = lookUp(packets[place + lookups.count])
            }
            if place + Self.lead < packets.count {
                fetchFlow(lookups[(place + Self.lead) % lookups.count].hash)
            }
            let sample = add(
                packets[place], key: lookup.key, isFromUpper: lookup.isFromUpper,
                hash: lookup.hash, into: &ended)
            if let sample { began(place, sample) }
        }
    }

    /// Computes what finds a packet's flow and asks for its place in the index.
    @inline(__always)
    private func lookUp(_ packet: PacketSummary) -> Lookup {
        let (key, isFromUpper) = FlowKey.of(packet, isVLANInKey: configuration.isVLANInKey)
        let hash = hasher.hash(of: key)
        index.fetch(hash)
        return Lookup(key: key, isFromUpper: isFromUpper, hash: hash)
    }

    /// Asks for the flow that a hash leads to, which nearly always is the packet's.
    @inline(__always)
    private func fetchFlow(_ hash: UInt32) {
        var place = index.firstPlace(of: hash)
        guard let slot = index.nextSlot(of: hash, from: &place) else { return }
        slab.fetch(slot)
        CacheLine.fetch(Int(slot), of: removalLinks)
    }
}
