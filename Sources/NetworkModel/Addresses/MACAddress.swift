/// A station's address on an IEEE 802 link (EUI-48).
@frozen
public struct MACAddress: Hashable, Sendable {
    /// The six bytes in the lower 48 bits, the first on the wire highest.
    public var rawValue: UInt64

    /// Wraps 48 bits; the upper sixteen must be 0.
    @inlinable
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// No address: the link has none, or it isn't known.
    ///
    /// Loopback interfaces write it too, where it says as little.
    @inlinable public static var none: MACAddress { MACAddress(rawValue: 0) }
}

extension MACAddress: CustomStringConvertible {
    /// Six pairs of lower-case hexadecimal digits, parted by colons.
    public var description: String {
        (0..<6).map { index in
            let byte = UInt8(truncatingIfNeeded: rawValue >> (40 - 8 * UInt64(index)))
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined(separator: ":")
    }
}
