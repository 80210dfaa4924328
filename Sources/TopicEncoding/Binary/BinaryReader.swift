import NetworkModel

/// Reads what `BinaryWriter` wrote, and nothing that it wouldn't have written.
struct BinaryReader {
    private let bytes: [UInt8]
    private(set) var offset: Int
    private let end: Int
    /// What is being read, for errors.
    private let section: String

    init(_ bytes: [UInt8], from offset: Int, to end: Int, section: String) {
        precondition(offset >= 0 && offset <= end && end <= bytes.count, "the range lies inside")
        self.bytes = bytes
        self.offset = offset
        self.end = end
        self.section = section
    }

    var remaining: Int { end - offset }

    mutating func fixed<Value: FixedWidthInteger>(
        _ type: Value.Type
    ) throws(TopicDecodingError) -> Value {
        let width = Value.bitWidth / 8
        guard remaining >= width else { throw .badLength(section: section) }
        var value: Value = 0
        for byte in 0..<width {
            value |= Value(truncatingIfNeeded: bytes[offset + byte]) << Value(8 * byte)
        }
        offset += width
        return value
    }

    /// A count that took no more bytes than it needs.
    mutating func variable() throws(TopicDecodingError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try fixed(UInt8.self)
            let bits = UInt64(byte & 0x7f)
            guard shift < 63 || (shift == 63 && bits <= 1) else {
                throw .badField(name: "count")
            }
            value |= bits << shift
            guard byte & 0x80 != 0 else {
                guard byte != 0 || shift == 0 else { throw .badField(name: "count") }
                return value
            }
            shift += 7
        }
    }

    mutating func address() throws(TopicDecodingError) -> IPAddress {
        switch try fixed(UInt8.self) {
        case IPVersion.v4.rawValue:
            return IPAddress(v4: try fixed(UInt32.self).byteSwapped)
        case IPVersion.v6.rawValue:
            let high = try fixed(UInt64.self).byteSwapped
            return IPAddress(high: high, low: try fixed(UInt64.self).byteSwapped)
        default:
            throw .badField(name: "IP version")
        }
    }

    /// Passes over bytes, which must be there.
    mutating func skip(_ count: Int) {
        precondition(count <= remaining, "what is skipped lies inside")
        offset += count
    }

    /// A reader of the next bytes alone, which this one passes over.
    mutating func part(
        _ count: Int, section: String
    ) throws(TopicDecodingError) -> BinaryReader {
        guard remaining >= count else { throw .badLength(section: self.section) }
        defer { offset += count }
        return BinaryReader(bytes, from: offset, to: offset + count, section: section)
    }

    /// Bytes, as they are.
    mutating func bytes(_ count: Int) throws(TopicDecodingError) -> [UInt8] {
        guard remaining >= count else { throw .badLength(section: section) }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    /// A text of a number of bytes.
    mutating func text(
        byteCount: Int, name: String
    ) throws(TopicDecodingError) -> String {
        guard remaining >= byteCount else { throw .badLength(section: name) }
        guard let text = String(validating: bytes[offset..<offset + byteCount], as: UTF8.self)
        else { throw .badField(name: name) }
        offset += byteCount
        return text
    }
}
