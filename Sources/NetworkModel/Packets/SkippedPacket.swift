/// What is kept of a packet that is in no flow: it still counts in windows and in the totals.
@frozen
public struct SkippedPacket: Hashable, Sendable {
    /// When the packet was captured.
    public var time = Timestamp(nanoseconds: 0)
    /// As in `PacketSummary`.
    public var latenessNanoseconds: Int64 = 0
    /// The frame on the wire, in bytes.
    public var frameBytes: UInt32 = 0
    /// The innermost EtherType that was reached; 0 where the link has none.
    public var etherType: UInt16 = 0
    /// Why it is in no flow.
    public var reason = SkipReason.notIP
    /// The sender's IPv4 address that an ARP packet claims; 0.0.0.0 otherwise.
    public var arpSender = IPAddress(v4: 0)

    /// A record with every field at zero, to be filled in place.
    @inlinable
    public init() {}

    /// The sensor's clock when this packet was captured: the newest time seen up to it.
    @inlinable
    public var clock: Timestamp { time.advanced(byNanoseconds: latenessNanoseconds) }
}
