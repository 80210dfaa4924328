public import NetworkModel

/// Chooses a packet's partition so that both directions of a flow meet in the same one.
public enum PacketPartitioner {
    /// The partition among `count` of a packet's flow: a hash of both endpoints that doesn't depend
    /// on their order.
    ///
    /// Ports count only where they are ports, so that an ICMP error and the reply it answers lie
    /// with the addresses.
    @inlinable
    public static func partition(of packet: PacketSummary, count: Int32) -> Int32 {
        partition(
            packet.source, packet.destination, packet.sourcePort, packet.destinationPort,
            packet.transport, count)
    }

    /// The partition of the packets of a flow.
    @inlinable
    public static func partition(of tuple: FiveTuple, count: Int32) -> Int32 {
        partition(
            tuple.source, tuple.destination, tuple.sourcePort, tuple.destinationPort,
            tuple.transport, count)
    }

    @inlinable
    static func partition(
        _ source: IPAddress, _ destination: IPAddress, _ sourcePort: UInt16,
        _ destinationPort: UInt16, _ transport: TransportProtocol, _ count: Int32
    ) -> Int32 {
        let hasPorts = transport.hasPorts
        let source = mix(source, hasPorts ? sourcePort : 0)
        let destination = mix(destination, hasPorts ? destinationPort : 0)
        let both = finish(
            (source &+ destination) ^ UInt64(transport.rawValue) &* 0x9e37_79b9_7f4a_7c15)
        return Int32(truncatingIfNeeded: both % UInt64(truncatingIfNeeded: count))
    }

    /// The partition of a packet that is in no flow: all those of one EtherType lie together.
    @inlinable
    public static func partition(of packet: SkippedPacket, count: Int32) -> Int32 {
        let hash = finish(UInt64(packet.etherType) &+ 1)
        return Int32(truncatingIfNeeded: hash % UInt64(truncatingIfNeeded: count))
    }

    @inlinable
    static func mix(_ address: IPAddress, _ port: UInt16) -> UInt64 {
        finish(finish(address.high ^ 0x51_7cc1_b727_220a) ^ address.low ^ UInt64(port) << 48)
    }

    /// The finaliser of MurmurHash3: each input bit reaches each output bit.
    @inlinable
    static func finish(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ z >> 33) &* 0xff51_afd7_ed55_8ccd
        z = (z ^ z >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return z ^ z >> 33
    }
}
