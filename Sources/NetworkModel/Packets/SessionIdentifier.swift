/// One run of a sensor's capture.
///
/// A capture file's is a hash of its bytes, so that reading the file again gives the same session;
/// an interface's is random.
@frozen
public struct SessionIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible, Codable {
    /// The identifier's 64 bits.
    public var rawValue: UInt64

    /// Wraps 64 bits.
    @inlinable
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Sixteen hexadecimal digits.
    public var description: String {
        let digits = String(rawValue, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Numeric order.
    @inlinable
    public static func < (left: SessionIdentifier, right: SessionIdentifier) -> Bool {
        left.rawValue < right.rawValue
    }
}
