/// Where a fragment lies in its datagram.
public struct FragmentPosition: Sendable {
    /// The datagram that the fragment belongs to.
    public var identification: UInt32
    /// The first byte of the datagram's payload that the fragment carries; a multiple of 8.
    public var byteOffset: Int
    /// True for all fragments but the last.
    public var hasMore: Bool

    /// A place in a datagram.
    public init(identification: UInt32, byteOffset: Int, hasMore: Bool) {
        self.identification = identification
        self.byteOffset = byteOffset
        self.hasMore = hasMore
    }

    /// The offset and the flag as IPv6 lays them out: offset in the upper 13 bits, M the lowest.
    var word: UInt16 { UInt16(byteOffset / 8) << 3 | (hasMore ? 1 : 0) }
}
