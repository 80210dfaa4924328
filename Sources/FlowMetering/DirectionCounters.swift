import NetworkModel

/// What an open flow counts for one of its directions, packed: `DirectionStatistics` without what
/// follows from the rest.
///
/// Sums wrap and counts of 32 bits stay at their maximum, since a packet's lengths may be anything
/// and must not stop the meter.
struct DirectionCounters {
    /// YAF's limits of a small and IPFIX's of a large packet, in bytes of payload.
    private static let smallPayloadEnd: UInt32 = 60
    private static let largePayloadBegin: UInt32 = 220
    /// How many packets with payload YAF looks at for its standard deviation.
    private static let earlyPackets: UInt32 = 10

    private(set) var packets: UInt64 = 0
    private var frameBytes: UInt64 = 0
    private var squaredFrameBytes: UInt64 = 0
    private var ipBytes: UInt64 = 0
    private var payloadBytes: UInt64 = 0
    private var squaredPayloadBytes: UInt64 = 0
    private var headerBytes: UInt64 = 0
    /// The first packet's time, and the newest.
    private(set) var first = Timestamp.distantPast
    private(set) var newest = Timestamp.distantPast
    private var gaps = GapSums()
    private var minimumFrameBytes: UInt32 = 0
    private var maximumFrameBytes: UInt32 = 0
    private(set) var nonemptyPackets: UInt32 = 0
    private var smallPackets: UInt32 = 0
    private var largePackets: UInt32 = 0
    /// What IP's lengths can say fits; a jumbogram stays at the maximum.
    private var firstPayloadBytes: UInt16 = 0
    private var maximumPayloadBytes: UInt16 = 0
    /// Kept once there are more packets with payload than it is about.
    private var earlyPayloadDeviationBytes: Float = 0
    private var initialWindowBytes: UInt16 = 0
    private var minimumHeaderBytes: UInt8 = 0
    private var minimumTimeToLive: UInt8 = 0
    private var maximumTimeToLive: UInt8 = 0
    private var differentiatedServices: UInt8 = 0
    private var initialFlags = TCPFlags()
    private var unionFlags = TCPFlags()
    private var flagPackets = InlineArray<8, UInt32>(repeating: 0)

    /// Counts a packet of the direction.
    @inline(__always)
    mutating func add(_ packet: PacketSummary) {
        if packets == 0 { begin(packet) } else { follow(packet) }
        packets &+= 1
        let frame = UInt64(packet.frameBytes)
        frameBytes &+= frame
        squaredFrameBytes &+= frame &* frame
        ipBytes &+= UInt64(packet.ipBytes)
        headerBytes &+= UInt64(packet.transportHeaderBytes)
        if packet.payloadBytes > 0 { addPayload(packet.payloadBytes) }
        if packet.tcpFlags != [] { addFlags(packet.tcpFlags) }
    }

    private mutating func begin(_ packet: PacketSummary) {
        first = packet.time
        newest = packet.time
        minimumFrameBytes = packet.frameBytes
        maximumFrameBytes = packet.frameBytes
        initialFlags = packet.tcpFlags
        initialWindowBytes = packet.tcpWindow
        minimumHeaderBytes = packet.transportHeaderBytes
        minimumTimeToLive = packet.timeToLive
        maximumTimeToLive = packet.timeToLive
        differentiatedServices = packet.trafficClass >> 2
    }

    @inline(__always)
    private mutating func follow(_ packet: PacketSummary) {
        gaps.add(nanoseconds: max(0, packet.time.nanoseconds(since: newest)))
        newest = max(newest, packet.time)
        minimumFrameBytes = min(minimumFrameBytes, packet.frameBytes)
        maximumFrameBytes = max(maximumFrameBytes, packet.frameBytes)
        minimumTimeToLive = min(minimumTimeToLive, packet.timeToLive)
        maximumTimeToLive = max(maximumTimeToLive, packet.timeToLive)
        // A fragment behind the first has no transport header.
        let header = packet.transportHeaderBytes
        if header &- 1 < minimumHeaderBytes &- 1 { minimumHeaderBytes = header }
    }

    @inline(__always)
    private mutating func addPayload(_ bytes: UInt32) {
        if nonemptyPackets == Self.earlyPackets { earlyPayloadDeviationBytes = payloadDeviation }
        let size = UInt16(clamping: bytes)
        if nonemptyPackets == 0 { firstPayloadBytes = size }
        Self.count(&nonemptyPackets)
        let payload = UInt64(bytes)
        payloadBytes &+= payload
        squaredPayloadBytes &+= payload &* payload
        maximumPayloadBytes = max(maximumPayloadBytes, size)
        if bytes < Self.smallPayloadEnd {
            Self.count(&smallPackets)
        } else if bytes >= Self.largePayloadBegin {
            Self.count(&largePackets)
        }
    }

    @inline(__always)
    private mutating func addFlags(_ added: TCPFlags) {
        unionFlags.formUnion(added)
        var flags = added.rawValue
        while flags != 0 {
            Self.count(&flagPackets[flags.trailingZeroBitCount])
            flags &= flags &- 1
        }
    }

    @inline(__always)
    private static func count(_ counter: inout UInt32) {
        if counter < .max { counter &+= 1 }
    }

    /// The population's standard deviation of the payloads so far; of at most ten of them.
    private var payloadDeviation: Float {
        guard nonemptyPackets > 1 else { return 0 }
        let squares = UInt128(squaredPayloadBytes) * UInt128(nonemptyPackets)
        let square = UInt128(payloadBytes) * UInt128(payloadBytes)
        // Absurd lengths may have made the squares wrap.
        guard squares > square else { return 0 }
        return Float(Double(squares - square).squareRoot() / Double(nonemptyPackets))
    }

    /// The sum of the gaps between the packets' times, where a packet out of order has a gap of 0.
    private var totalGapNanoseconds: Int64 { newest.nanoseconds(since: first) }

    /// What a record states.
    var statistics: DirectionStatistics {
        var statistics = DirectionStatistics()
        guard packets > 0 else { return statistics }
        statistics.packets = packets
        statistics.frameBytes = frameBytes
        statistics.ipBytes = ipBytes
        statistics.payloadBytes = payloadBytes
        statistics.minimumFrameBytes = minimumFrameBytes
        statistics.maximumFrameBytes = maximumFrameBytes
        statistics.squaredFrameBytes = squaredFrameBytes
        statistics.gaps = gaps.statistics(
            count: packets &- 1, totalNanoseconds: totalGapNanoseconds)
        statistics.initialFlags = initialFlags
        statistics.unionFlags = unionFlags
        statistics.flagPackets = flagPackets
        statistics.nonemptyPackets = UInt64(nonemptyPackets)
        statistics.smallPackets = UInt64(smallPackets)
        statistics.largePackets = UInt64(largePackets)
        statistics.firstPayloadBytes = UInt32(firstPayloadBytes)
        statistics.maximumPayloadBytes = UInt32(maximumPayloadBytes)
        statistics.squaredPayloadBytes = squaredPayloadBytes
        statistics.earlyPayloadDeviationBytes =
            nonemptyPackets > Self.earlyPackets ? earlyPayloadDeviationBytes : payloadDeviation
        statistics.headerBytes = headerBytes
        statistics.minimumHeaderBytes = minimumHeaderBytes
        statistics.initialWindowBytes = initialWindowBytes
        statistics.minimumTimeToLive = minimumTimeToLive
        statistics.maximumTimeToLive = maximumTimeToLive
        statistics.differentiatedServices = differentiatedServices
        return statistics
    }
}
