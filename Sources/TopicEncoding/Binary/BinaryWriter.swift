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

// Fields of annotations: a tag, the length of the content, the content.
extension BinaryWriter {
    /// Appends a field of fixed width.
    mutating func field<Value: FixedWidthInteger>(_ tag: AnnotationField, _ value: Value) {
        bytes.append(tag.rawValue)
        bytes.append(UInt8(Value.bitWidth / 8))
        fixed(value)
    }

    /// Appends a field of fixed width where there is a value.
    mutating func field<Value: FixedWidthInteger>(_ tag: AnnotationField, _ value: Value?) {
        guard let value else { return }
        field(tag, value)
    }

    /// Appends a text where there is one.
    mutating func field(_ tag: AnnotationField, _ text: String?) {
        guard let text else { return }
        field(tag, Array(text.utf8))
    }

    /// Appends bytes.
    mutating func field(_ tag: AnnotationField, _ content: [UInt8]) {
        bytes.append(tag.rawValue)
        variable(UInt64(content.count))
        bytes.append(contentsOf: content)
    }
}
