/// A flow's `uid`: 128 bits derived from what the flow is, so that the same packets give the same
/// identifier wherever and whenever they are processed.
@frozen
public struct FlowIdentifier: Hashable, Comparable, Sendable, Codable {
    /// The upper 64 bits.
    public var high: UInt64
    /// The lower 64 bits.
    public var low: UInt64

    /// Wraps 128 bits.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The sixteen bytes of a digest, in order, as one big-endian number.
    @inlinable
    public init(_ hash: SipHash128) {
        let digest = hash.digest()
        high = digest.first.byteSwapped
        low = digest.second.byteSwapped
    }

    /// Numeric order.
    @inlinable
    public static func < (left: FlowIdentifier, right: FlowIdentifier) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    /// An integer below 2^53 for readers that keep numbers in doubles, as EVE's `flow_id`.
    public var flowID: UInt64 { low & (1 << 53 - 1) }
}

extension FlowIdentifier: CustomStringConvertible {
    /// The bits written as a UUID: 8-4-4-4-12 hexadecimal digits.
    public var description: String {
        var text = ""
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append("-") }
            let word = index < 16 ? high : low
            let digit = Int(truncatingIfNeeded: word >> (60 - 4 * UInt64(index & 15)) & 15)
            text.append(String(digit, radix: 16))
        }
        return text
    }
}
