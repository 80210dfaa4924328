internal import NetworkModel

/// What the fragments of one datagram have in common.
struct FragmentKey: Hashable, Sendable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    /// IPv4's protocol, which is part of the key (RFC 791); 0 for IPv6, whose is not (RFC 8200).
    var transport: UInt8
}
