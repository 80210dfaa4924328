/// What the decoder keeps of one IP packet: a row of the `packets` topic.
///
/// Holds no payload. Lengths are in bytes. An ICMP packet has its type in `sourcePort` and its code
/// in `destinationPort`.
@frozen
public struct PacketSummary: Hashable, Sendable {
    /// When the packet was captured.
    public var time = Timestamp(nanoseconds: 0)
    /// How far `time` lies behind the newest time that the capture had shown before this packet; 0
    /// in a capture in order.
    ///
    /// `time + lateness` is the sensor's clock, which never runs back.
    public var latenessNanoseconds: Int64 = 0
    /// The sender.
    public var source = IPAddress(v4: 0)
    /// The receiver.
    public var destination = IPAddress(v4: 0)
    /// The sender's port, or the ICMP type; 0 where the protocol has none.
    public var sourcePort: UInt16 = 0
    /// The receiver's port, or the ICMP code; 0 where the protocol has none.
    public var destinationPort: UInt16 = 0
    /// What IP carries.
    public var transport = TransportProtocol(rawValue: 0)
    /// TCP's flags; empty for other protocols.
    public var tcpFlags = TCPFlags()
    /// IPv4's time to live or IPv6's hop limit.
    public var timeToLive: UInt8 = 0
    /// IPv4's type of service or IPv6's traffic class; the upper six bits are the DSCP.
    public var trafficClass: UInt8 = 0
    /// The frame on the wire, all link headers included.
    public var frameBytes: UInt32 = 0
    /// The IP packet: total length, or payload length + 40.
    public var ipBytes: UInt32 = 0
    /// What the transport carries, by the lengths in the headers.
    public var payloadBytes: UInt32 = 0
    /// The transport header with its options.
    public var transportHeaderBytes: UInt8 = 0
    /// TCP's window as sent, unscaled.
    public var tcpWindow: UInt16 = 0
    /// TCP's sequence number.
    public var tcpSequence: UInt32 = 0
    /// TCP's acknowledgement number.
    public var tcpAcknowledgement: UInt32 = 0
    /// The frame's sender on the link; `none` where the link has no addresses.
    public var sourceMAC = MACAddress.none
    /// The frame's receiver on the link.
    public var destinationMAC = MACAddress.none
    /// The innermost tunnel that the packet came out of; addresses, ports, flags and IP lengths are
    /// those of the packet inside.
    public var tunnel: Tunnel?
    /// The outermost VLAN identifier, 0…4095; nil in an untagged frame.
    public var vlan: UInt16?
    /// The second VLAN identifier of a stacked tag.
    public var innerVLAN: UInt16?
    /// True for any fragment, the first too.
    public var isFragment = false

    /// A summary with every field at zero, to be filled in place.
    @inlinable
    public init() {}

    /// The sensor's clock when this packet was captured: the newest time seen up to it.
    @inlinable
    public var clock: Timestamp { time.advanced(byNanoseconds: latenessNanoseconds) }
}
