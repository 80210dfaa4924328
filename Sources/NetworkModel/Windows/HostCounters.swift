/// What one host did in one window; addable.
@frozen
public struct HostCounters: Hashable, Sendable, Codable {
    /// Packets, ARP included.
    public var packets: UInt64 = 0
    /// IP bytes.
    public var ipBytes: UInt64 = 0
    /// TCP packets with SYN.
    public var synPackets: UInt64 = 0
    /// TCP packets with ACK.
    public var ackPackets: UInt64 = 0
    /// ICMP and ICMPv6 packets.
    public var icmpPackets: UInt64 = 0
    /// ARP packets.
    public var arpPackets: UInt64 = 0

    /// Nothing counted.
    @inlinable
    public init() {}

    /// Adds what was counted elsewhere for the same host and window; wraps.
    @inlinable
    public mutating func add(_ other: HostCounters) {
        packets &+= other.packets
        ipBytes &+= other.ipBytes
        synPackets &+= other.synPackets
        ackPackets &+= other.ackPackets
        icmpPackets &+= other.icmpPackets
        arpPackets &+= other.arpPackets
    }
}
