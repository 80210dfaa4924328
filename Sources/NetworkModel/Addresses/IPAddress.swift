/// An IPv4 or IPv6 address as two 64-bit words in numeric order.
///
/// An IPv4 address lies in the lowest 32 bits of `low`. The version is part of the value, so that
/// an IPv4 address never equals an IPv6 one.
@frozen
public struct IPAddress: Hashable, Comparable, Sendable, Codable {
    /// The upper 64 bits; 0 for IPv4.
    public var high: UInt64
    /// The lower 64 bits; for IPv4 the address in the lowest 32.
    public var low: UInt64
    /// Which protocol the address belongs to.
    public var version: IPVersion

    /// An IPv6 address from its two halves, in host order.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
        version = .v6
    }

    /// An IPv4 address from its 32 bits, in host order: 10.0.0.1 is 0x0A00_0001.
    @inlinable
    public init(v4 bits: UInt32) {
        high = 0
        low = UInt64(bits)
        version = .v4
    }

    /// IPv4 before IPv6, then numerically: the order of the bytes on the wire.
    @inlinable
    public static func < (left: IPAddress, right: IPAddress) -> Bool {
        if left.version != right.version { return left.version.rawValue < right.version.rawValue }
        if left.high != right.high { return left.high < right.high }
        return left.low < right.low
    }

    /// The bytes in network order: 4 or 16 of them.
    public var bytes: [UInt8] {
        if version == .v4 {
            return (0..<4).map { UInt8(truncatingIfNeeded: low >> (24 - 8 * UInt64($0))) }
        }
        return (0..<16).map { index in
            let word = index < 8 ? high : low
            return UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64(index & 7)))
        }
    }
}
