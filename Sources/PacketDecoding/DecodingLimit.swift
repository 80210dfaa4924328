/// The bounds of what the decoder follows and remembers.
public enum DecodingLimit {
    /// Headers between the link header and the transport header: VLAN tags, label stacks, PPPoE,
    /// IPv6 extension headers, authentication headers; those inside tunnels count too.
    ///
    /// A packet with more is skipped as too deep.
    public static let nestedHeaders = 16
    /// Tunnels in tunnels that are entered; what a deeper one carries isn't looked at.
    public static let nestedTunnels = 4
    /// Labels of one MPLS stack; a packet with more is skipped as too deep.
    public static let labels = 16
    /// Attributes of a netfilter log's record before its packet.
    public static let attributes = 64
    /// Datagrams whose first fragment is remembered; the oldest gives way to a new one.
    public static let fragmentedDatagrams = 4096
    /// How long after a datagram's first fragment the others may come, in event time.
    public static let fragmentTimeoutSeconds = 30
}
