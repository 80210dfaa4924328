import FlowIndexing
import NetworkModel

/// One flow in the table, with the counts of its current segment.
struct FlowEntry {
    private(set) var key: FlowKey
    private(set) var uid = FlowIdentifier(high: 0, low: 0)
    /// The clock of the newest packet: idle timeouts count from here.
    private(set) var lastClock = Timestamp.distantPast
    /// The clock of the segment's first packet: the active timeout counts from here.
    private(set) var segmentClock = Timestamp.distantPast
    /// The clock of the packet that closed the connection; the linger counts from here.
    private(set) var closeClock = Timestamp.distantPast
    private(set) var start = Timestamp.distantPast
    /// The newest packet's time, of both directions and of each.
    private(set) var end = Timestamp.distantPast
    private var forwardEnd = Timestamp.distantPast
    private var reverseEnd = Timestamp.distantPast
    /// Negative until a reverse packet has answered a forward one.
    private var responseDelayNanoseconds: Int64 = -1
    private var gaps = GapStatistics()
    private var forward = DirectionStatistics()
    private var reverse = DirectionStatistics()
    private(set) var tcp = TCPConnection()
    private(set) var segment: UInt32 = 0
    private var ordinal: UInt32 = 0
    private var firstDirections: UInt8 = 0
    private var icmpCode: UInt8 = 0
    /// Whether the forward endpoint is the key's upper one.
    private var isForwardUpper = false
    private var hasSeenForward = false
    private var hasSeenReverse = false
    /// Whether TCP has closed the connection.
    private(set) var isClosed = false
    /// Whether the segment was reported and none has begun since.
    private(set) var isDormant = false

    /// A flow that begins with a packet.
    ///
    /// - Parameters:
    ///   - packet: The first packet; it isn't counted yet.
    ///   - key: Its key.
    ///   - isFromUpper: Whether the key's upper endpoint sent it.
    ///   - predecessor: The flow that this one replaces at once, without a silence between them.
    init(
        _ packet: PacketSummary, key: FlowKey, isFromUpper: Bool, replacing predecessor: FlowEntry?
    ) {
        self.key = key
        // A TCP flow first seen at its SYN+ACK is turned round: the receiver began it.
        let isTurned = packet.isSYNACK
        isForwardUpper = isFromUpper != isTurned
        if isTurned { tcp = TCPConnection(isTurned: true) }
        icmpCode =
            packet.transport.isICMP ? UInt8(truncatingIfNeeded: packet.destinationPort) : 0
        if let predecessor, predecessor.start == packet.time, predecessor.segment == 0 {
            ordinal = predecessor.ordinal &+ 1
        }
    }

    var tuple: FiveTuple { key.tuple(isFromUpper: isForwardUpper, icmpCode: icmpCode) }

    /// Begins a segment with its first packet, which isn't counted yet.
    mutating func beginSegment(_ packet: PacketSummary, identification: FlowIdentification) {
        start = packet.time
        end = packet.time
        segmentClock = packet.clock
        uid = identification.identifier(
            tuple: tuple, vlan: key.vlan, start: start, segment: segment, ordinal: ordinal)
    }

    /// Ends the segment after it was reported; the flow may go on with the next one.
    mutating func sleep() {
        isDormant = true
        segment &+= 1
        ordinal = 0
        tcp.beginSegment()
        forward = DirectionStatistics()
        reverse = DirectionStatistics()
        gaps = GapStatistics()
        responseDelayNanoseconds = -1
        firstDirections = 0
    }

    /// Begins the next segment with its first packet, which isn't counted yet.
    mutating func wake(_ packet: PacketSummary, identification: FlowIdentification) {
        isDormant = false
        beginSegment(packet, identification: identification)
    }

    /// Counts a packet.
    ///
    /// - Returns: True when the packet closed the connection.
    mutating func add(_ packet: PacketSummary, isFromUpper: Bool) -> Bool {
        lastClock = max(lastClock, packet.clock)
        let time = packet.time
        if forward.packets | reverse.packets != 0 {
            gaps.add(nanoseconds: time.nanoseconds(since: end))
            end = max(end, time)
        }
        let isReverse = isFromUpper != isForwardUpper
        if packet.payloadBytes > 0 {
            let index = forward.nonemptyPackets &+ reverse.nonemptyPackets
            if isReverse && index < 8 { firstDirections |= 1 &<< UInt8(index) }
        }
        if isReverse { addReverse(packet) } else { addForward(packet) }
        guard packet.transport == .tcp, tcp.add(packet, isReverse: isReverse), !isClosed else {
            return false
        }
        isClosed = true
        closeClock = packet.clock
        return true
    }

    private mutating func addForward(_ packet: PacketSummary) {
        if forward.packets > 0 {
            forward.gaps.add(nanoseconds: packet.time.nanoseconds(since: forwardEnd))
            forwardEnd = max(forwardEnd, packet.time)
        } else {
            forwardEnd = packet.time
            hasSeenForward = true
        }
        forward.add(packet)
    }

    private mutating func addReverse(_ packet: PacketSummary) {
        if reverse.packets > 0 {
            reverse.gaps.add(nanoseconds: packet.time.nanoseconds(since: reverseEnd))
            reverseEnd = max(reverseEnd, packet.time)
        } else {
            reverseEnd = packet.time
            hasSeenReverse = true
            // The segment's first packet was a forward one, so its time is the segment's start.
            if forward.packets > 0 {
                responseDelayNanoseconds = max(0, packet.time.nanoseconds(since: start))
            }
        }
        reverse.add(packet)
    }

    private var state: FlowState {
        if isClosed { return .closed }
        if key.transport == .tcp { return tcp.isEstablished ? .established : .new }
        return hasSeenForward && hasSeenReverse ? .established : .new
    }

    /// The record of the current segment.
    func record(sensorSession: SensorSession, reason: FlowEndReason) -> FlowRecord {
        var record = FlowRecord(
            uid: uid, sensorSession: sensorSession, tuple: tuple, vlan: key.vlan,
            segment: segment, start: start, end: end, reason: reason, state: state,
            forward: forward, reverse: reverse, gaps: gaps, firstDirections: firstDirections,
            responseDelayNanoseconds: responseDelayNanoseconds < 0
                ? nil : responseDelayNanoseconds)
        if key.transport == .tcp { record.tcp = tcp.summary }
        return record
    }
}
