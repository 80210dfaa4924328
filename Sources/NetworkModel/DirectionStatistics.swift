/// What a flow counts for one of its directions.
@frozen
public struct DirectionStatistics: Hashable, Sendable {
    /// Packets.
    public var packets: UInt64 = 0
    /// Frames on the wire, in bytes (EVE's bytes).
    public var frameBytes: UInt64 = 0
    /// IP total length, in bytes (IPFIX octetTotalCount).
    public var ipBytes: UInt64 = 0
    /// Transport payload, in bytes.
    public var payloadBytes: UInt64 = 0
    /// The smallest frame; meaningful when `packets` > 0.
    public var minimumFrameBytes: UInt32 = 0
    /// The largest frame; meaningful when `packets` > 0.
    public var maximumFrameBytes: UInt32 = 0
    /// The sum of the squared frame sizes; exact, wraps only beyond 2^64.
    public var squaredFrameBytes: UInt64 = 0
    /// Gaps between consecutive packets of this direction.
    public var gaps = GapStatistics()
    /// The flags of the direction's first TCP packet.
    public var initialFlags = TCPFlags()
    /// All flags seen.
    public var unionFlags = TCPFlags()
    /// How many packets had each flag: FIN, SYN, RST, PSH, ACK, URG, ECE, CWR.
    public var flagPackets = InlineArray<8, UInt32>(repeating: 0)
    /// Packets with payload.
    public var nonemptyPackets: UInt64 = 0

    /// Nothing counted.
    @inlinable
    public init() {}
}

extension DirectionStatistics {
    /// Compares all counts.
    public static func == (left: DirectionStatistics, right: DirectionStatistics) -> Bool {
        left.packets == right.packets && left.frameBytes == right.frameBytes
            && left.ipBytes == right.ipBytes && left.payloadBytes == right.payloadBytes
            && left.minimumFrameBytes == right.minimumFrameBytes
            && left.maximumFrameBytes == right.maximumFrameBytes
            && left.squaredFrameBytes == right.squaredFrameBytes && left.gaps == right.gaps
            && left.initialFlags == right.initialFlags && left.unionFlags == right.unionFlags
            && (0..<8).allSatisfy { left.flagPackets[$0] == right.flagPackets[$0] }
            && left.nonemptyPackets == right.nonemptyPackets
    }

    /// Feeds what tells two directions apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(packets)
        hasher.combine(frameBytes)
        hasher.combine(gaps)
    }
}
