/// The bounds of what the decoder follows and remembers.
public enum DecodingLimit {
    /// Headers between the link header and the transport header: VLAN tags, label stacks, PPPoE,
    /// IPv6 extension headers, authentication headers.
    ///
    /// A packet with more is skipped as too deep.
    public static let nestedHeaders = 16
    /// Labels of one MPLS stack; a packet with more is skipped as too deep.
    public static let labels = 16
    /// Datagrams whose first fragment is remembered; the oldest gives way to a new one.
    public static let fragmentedDatagrams = 4096
    /// How long after a datagram's first fragment the others may come, in event time.
    public static let fragmentTimeoutSeconds = 30
}
