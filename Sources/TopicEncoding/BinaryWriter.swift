import NetworkModel

/// Appends numbers and addresses to bytes, for values that aren't written per packet.
struct BinaryWriter {
    var bytes: [UInt8] = []

    /// Appends an integer of fixed width, little-endian.
    mutating func fixed<Value: FixedWidthInteger>(_ value: Value) {
        for byte in 0..<Value.bitWidth / 8 {
            bytes.append(UInt8(truncatingIfNeeded: value >> Value(8 * byte)))
        }
    }

    /// Appends a count, seven bits a byte, lowest first (LEB128).
    mutating func variable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends an address: its version and its bytes in network order.
    mutating func address(_ address: IPAddress) {
        bytes.append(address.version.rawValue)
        bytes.append(contentsOf: address.bytes)
    }
}
