internal import NetworkModel

/// What the fragments of one datagram have in common.
struct FragmentKey: Hashable, Sendable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    /// IPv4's protocol, which is part of the key (RFC 791); 0 for IPv6, whose is not (RFC 8200).
    var transport: UInt8
    /// The tunnel that the fragments came out of: hosts in two may have the same addresses.
    var tunnel: Tunnel?

    /// A hash in which every part takes part; the secret keeps others from choosing it.
    func hash(secret: UInt64) -> UInt64 {
        var hash = secret ^ UInt64(identification) << 8 ^ UInt64(transport)
        if let tunnel {
            hash ^= UInt64(tunnel.kind.rawValue) << 40
            hash = Self.mix(hash, UInt64(tunnel.identifier) ^ secret)
        }
        // Multiples of the secret, as a factor that is known could be made to vanish.
        hash = Self.mix(hash ^ source.low, source.high ^ secret &* 0x9e37_79b9_7f4a_7c15)
        return Self.mix(
            hash ^ destination.low, destination.high ^ secret &* 0xd6e8_feb8_6659_fd93)
    }

    /// Both halves of a product, folded.
    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
