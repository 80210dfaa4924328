/// What is counted of a sensor's packets in one window: netspot's seventeen counters (packets,
/// source time, real time, IP, IP bytes, four distinct counts, SYN, ACK, FIN, RST, URG, UDP, ICMP,
/// ARP), IPv6 as well as IPv4, and the late packets.
public struct WindowCounters: Hashable, Sendable, Codable {
    /// All packets, also those in no flow (PKTS).
    public var packets: UInt64 = 0
    /// The newest packet's capture time (SOURCE_TIME).
    public var sourceTime = Timestamp.distantPast
    /// The append time of the newest `packets` record that contributed (REAL_TIME).
    ///
    /// It decides nothing and is in no statistic, since it differs each time a capture is read.
    public var realTime = Timestamp.distantPast
    /// IP packets, both versions (IP).
    public var ipPackets: UInt64 = 0
    /// Of these, IPv6.
    public var ipv6Packets: UInt64 = 0
    /// IP total length (IP_BYTES).
    public var ipBytes: UInt64 = 0
    /// TCP packets with SYN, SYN+ACK too.
    public var synPackets: UInt64 = 0
    /// TCP packets with ACK.
    public var ackPackets: UInt64 = 0
    /// TCP packets with FIN.
    public var finPackets: UInt64 = 0
    /// TCP packets with RST.
    public var rstPackets: UInt64 = 0
    /// TCP packets with URG.
    public var urgPackets: UInt64 = 0
    /// UDP packets.
    public var udpPackets: UInt64 = 0
    /// ICMP and ICMPv6 packets.
    public var icmpPackets: UInt64 = 0
    /// ARP packets.
    public var arpPackets: UInt64 = 0
    /// Packets later than the allowance, counted in the window that was open when they came.
    public var latePackets: UInt64 = 0
    /// Distinct source addresses (NB_UNIQ_SRC_ADDR).
    public var sources = DistinctCount()
    /// Distinct destination addresses (NB_UNIQ_DST_ADDR).
    public var destinations = DistinctCount()
    /// Distinct TCP source ports (NB_UNIQ_SRC_PORT).
    public var sourcePorts = DistinctCount()
    /// Distinct TCP destination ports (NB_UNIQ_DST_PORT).
    public var destinationPorts = DistinctCount()

    /// Nothing counted.
    public init() {}

    /// Adds what another task counted of the same window.
    ///
    /// Counts wrap, since a record may hold anything and must not stop the reader.
    public mutating func merge(_ other: WindowCounters) {
        packets &+= other.packets
        sourceTime = max(sourceTime, other.sourceTime)
        realTime = max(realTime, other.realTime)
        ipPackets &+= other.ipPackets
        ipv6Packets &+= other.ipv6Packets
        ipBytes &+= other.ipBytes
        synPackets &+= other.synPackets
        ackPackets &+= other.ackPackets
        finPackets &+= other.finPackets
        rstPackets &+= other.rstPackets
        urgPackets &+= other.urgPackets
        udpPackets &+= other.udpPackets
        icmpPackets &+= other.icmpPackets
        arpPackets &+= other.arpPackets
        latePackets &+= other.latePackets
        sources.merge(other.sources)
        destinations.merge(other.destinations)
        sourcePorts.merge(other.sourcePorts)
        destinationPorts.merge(other.destinationPorts)
    }
}
