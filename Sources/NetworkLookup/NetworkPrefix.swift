public import NetworkModel

/// A block of addresses that begin with the same bits: `10.0.0.0/8`, `2001:db8::/32`.
public struct NetworkPrefix: Hashable, Sendable {
    /// The lowest address of the block.
    public let base: IPAddress
    /// How many bits its addresses share, of 32 or 128.
    public let length: Int

    /// A block; nil where the length is out of range or the address has bits beyond it.
    public init?(base: IPAddress, length: Int) {
        guard (0...Self.bits(of: base.version)).contains(length) else { return nil }
        self.base = base
        self.length = length
        guard number & hostMask == 0 else { return nil }
    }

    /// The address as one number.
    var number: UInt128 { Self.number(of: base) }

    /// The highest address of the block as a number.
    var lastNumber: UInt128 { number | hostMask }

    /// The bits that addresses of the block differ in.
    private var hostMask: UInt128 { Self.hostMask(length: length, version: base.version) }

    /// How many bits an address has.
    static func bits(of version: IPVersion) -> Int { version == .v4 ? 32 : 128 }

    /// An address as one number.
    static func number(of address: IPAddress) -> UInt128 {
        UInt128(address.high) << 64 | UInt128(address.low)
    }

    /// The lowest address of the block of that length which has the address.
    static func base(of address: IPAddress, length: Int) -> IPAddress {
        let number = number(of: address) & ~hostMask(length: length, version: address.version)
        return address.version == .v4
            ? IPAddress(v4: UInt32(truncatingIfNeeded: number))
            : IPAddress(
                high: UInt64(truncatingIfNeeded: number >> 64),
                low: UInt64(truncatingIfNeeded: number))
    }

    /// Ones in the bits behind the prefix; a shift by all 128 bits gives none.
    private static func hostMask(length: Int, version: IPVersion) -> UInt128 {
        let hostBits = bits(of: version) - length
        return hostBits == 128 ? .max : (UInt128(1) << UInt128(hostBits)) - 1
    }
}

extension NetworkPrefix: CustomStringConvertible {
    /// CIDR notation (RFC 4632, section 3.1; RFC 4291, section 2.3).
    public var description: String { "\(base)/\(length)" }
}
