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
    /// Packets with payload (YAF's nonEmptyPacketCount).
    public var nonemptyPackets: UInt64 = 0
    /// Packets of 1…59 bytes of payload (YAF's smallPacketCount, which leaves out empty ones too).
    public var smallPackets: UInt64 = 0
    /// Packets of at least 220 bytes of payload, as IPFIX's largePacketCount is defined; YAF's
    /// program counts from 226 on.
    public var largePackets: UInt64 = 0
    /// The payload of the first packet that has any, in bytes (YAF's firstNonEmptyPacketSize);
    /// meaningful when `nonemptyPackets` > 0; 65,535 stands for that and more.
    public var firstPayloadBytes: UInt32 = 0
    /// The largest payload of a packet, in bytes (YAF's maxPacketSize); 65,535 stands for that and
    /// more.
    public var maximumPayloadBytes: UInt32 = 0
    /// The sum of the squared payload sizes, for their standard deviation over the packets that
    /// have any; exact, wraps only beyond 2^64.
    public var squaredPayloadBytes: UInt64 = 0
    /// The population's standard deviation of the payload sizes of the first ten packets that have
    /// any, in bytes; 0 with fewer than two.
    ///
    /// Its whole part is YAF's standardDeviationPayloadLength up to ten packets with payload; with
    /// more, YAF takes these ten packets' deviation from the mean of all, rounded down.
    public var earlyPayloadDeviationBytes: Float = 0
    /// The sum of the transport headers with their options, in bytes (CICFlowMeter's Header
    /// Length); a fragment behind the first has none.
    public var headerBytes: UInt64 = 0
    /// The smallest transport header, in bytes (CICFlowMeter's Seg Size Min); 0 when no packet had
    /// any.
    public var minimumHeaderBytes: UInt8 = 0
    /// The window of the direction's first packet as TCP sent it, unscaled (CICFlowMeter's Init Win
    /// Bytes); 0 for other protocols.
    public var initialWindowBytes: UInt16 = 0
    /// The smallest IPv4 time to live or IPv6 hop limit; meaningful when `packets` > 0.
    public var minimumTimeToLive: UInt8 = 0
    /// The largest IPv4 time to live or IPv6 hop limit; meaningful when `packets` > 0.
    public var maximumTimeToLive: UInt8 = 0
    /// The differentiated services codepoint (RFC 2474) of the direction's first packet, 0…63;
    /// meaningful when `packets` > 0.
    public var differentiatedServices: UInt8 = 0
    /// Shannon entropy of the bytes in the direction's first payloads, in bits a byte, 0…8; nil
    /// where nobody looked at payload, or there was none.
    ///
    /// ShadowMeter's sentropy is H ÷ 8 · 255; YAF's payloadEntropy is 32 · H, trimmed to a whole
    /// number and at most 255.
    public var payloadEntropyBits: Double?

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
            && left.smallPackets == right.smallPackets
            && left.largePackets == right.largePackets && equalDetails(left, right)
    }

    private static func equalDetails(
        _ left: DirectionStatistics, _ right: DirectionStatistics
    ) -> Bool {
        left.firstPayloadBytes == right.firstPayloadBytes
            && left.maximumPayloadBytes == right.maximumPayloadBytes
            && left.squaredPayloadBytes == right.squaredPayloadBytes
            && left.earlyPayloadDeviationBytes == right.earlyPayloadDeviationBytes
            && left.headerBytes == right.headerBytes
            && left.minimumHeaderBytes == right.minimumHeaderBytes
            && left.initialWindowBytes == right.initialWindowBytes
            && left.minimumTimeToLive == right.minimumTimeToLive
            && left.maximumTimeToLive == right.maximumTimeToLive
            && left.differentiatedServices == right.differentiatedServices
            && left.payloadEntropyBits == right.payloadEntropyBits
    }

    /// Feeds what tells two directions apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(packets)
        hasher.combine(frameBytes)
        hasher.combine(gaps)
    }
}
