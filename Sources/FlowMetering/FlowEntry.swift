import FlowIndexing
import NetworkModel

/// One flow in the table, with the counts of its current segment.
///
/// There may be a million of them and a packet finds its own at random, so size and order of the
/// fields matter: first what each packet needs, and nothing that follows from something else.
struct FlowEntry {
    struct Marks: OptionSet {
        let rawValue: UInt16
        /// The forward endpoint is the key's upper one.
        static let isForwardUpper = Marks(rawValue: 1 << 0)
        /// The segment's first packet is a reverse one.
        static let beginsReverse = Marks(rawValue: 1 << 1)
        static let hasSeenForward = Marks(rawValue: 1 << 2)
        static let hasSeenReverse = Marks(rawValue: 1 << 3)
        /// TCP has closed the connection.
        static let isClosed = Marks(rawValue: 1 << 4)
        /// The segment was reported and none has begun since.
        static let isDormant = Marks(rawValue: 1 << 5)
        /// `number` is that of a later segment.
        static let isLaterSegment = Marks(rawValue: 1 << 6)
    }

    /// What taking in a packet comes to.
    enum Admission {
        /// The entry is another flow's.
        case otherKey
        /// Counted; nothing else is to be done but to note that the flow lives.
        case counted
        /// Not counted: the flow is between segments, due, closed or was silent for long.
        case special
        /// Counted, and it closed the connection.
        case closing
    }

    private(set) var key: FlowKey
    /// The clock of the newest packet: idle timeouts count from here.
    private(set) var lastClock = Timestamp.distantPast
    /// The clock of the segment's first packet, from which the active timeout counts; in a closed
    /// flow that of the closing packet, from which the linger counts.
    private(set) var timerClock = Timestamp.distantPast
    private var gaps = GapSums()
    private(set) var marks = Marks()
    private var firstDirections: UInt8 = 0
    private var icmpCode: UInt8 = 0
    private var forward = DirectionCounters()
    private var reverse = DirectionCounters()
    /// The segment's number when that isn't 0, else the first segment's ordinal.
    private var number: UInt32 = 0
    /// The slot of the flow's details; most have none.
    var details = FlowList.none
    private(set) var tcp = TCPConnection()
    /// The clock of the flow's first packet.
    private(set) var firstClock = Timestamp.distantPast
    /// The forward endpoint's link address below the inner VLAN, the reverse one's below nothing.
    private var sourceLink: UInt64 = 0
    private var destinationLink: UInt64 = 0

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
        if isFromUpper != isTurned { marks.insert(.isForwardUpper) }
        if isTurned { tcp = TCPConnection(isTurned: true) }
        if packet.transport.isICMP {
            icmpCode = UInt8(truncatingIfNeeded: packet.destinationPort)
        }
        sourceLink = (isTurned ? packet.destinationMAC : packet.sourceMAC).rawValue
        destinationLink = (isTurned ? packet.sourceMAC : packet.destinationMAC).rawValue
        sourceLink |= UInt64(packet.innerVLAN ?? 0xffff) << 48
        firstClock = packet.clock
        if let predecessor, predecessor.start == packet.time, predecessor.segment == 0 {
            number = predecessor.number &+ 1
        }
    }

    var isClosed: Bool { marks.contains(.isClosed) }
    var isDormant: Bool { marks.contains(.isDormant) }
    var isForwardUpper: Bool { marks.contains(.isForwardUpper) }
    var segment: UInt32 { marks.contains(.isLaterSegment) ? number : 0 }
    private var ordinal: UInt32 { marks.contains(.isLaterSegment) ? 0 : number }
    /// The time of the segment's first packet.
    var start: Timestamp { marks.contains(.beginsReverse) ? reverse.first : forward.first }
    /// The newest packet's time; a direction without packets has the earliest of all times.
    var end: Timestamp { max(forward.newest, reverse.newest) }
    var tuple: FiveTuple { key.tuple(isFromUpper: isForwardUpper, icmpCode: icmpCode) }

    /// The identifier of the current segment, once its first packet is counted.
    func identifier(_ identification: FlowIdentification) -> FlowIdentifier {
        identification.identifier(
            tuple: tuple, vlan: key.vlan, tunnel: key.tunnel, start: start, segment: segment,
            ordinal: ordinal)
    }

    /// Begins a segment with its first packet, which isn't counted yet.
    mutating func beginSegment(_ packet: PacketSummary, isFromUpper: Bool) {
        timerClock = packet.clock
        if isFromUpper == isForwardUpper {
            marks.remove(.beginsReverse)
        } else {
            marks.insert(.beginsReverse)
        }
    }

    /// Ends the segment after it was reported; the flow may go on with the next one.
    mutating func sleep() {
        number = segment &+ 1
        marks.formUnion([.isDormant, .isLaterSegment])
        tcp.beginSegment()
        forward = DirectionCounters()
        reverse = DirectionCounters()
        gaps = GapSums()
        firstDirections = 0
    }

    /// Begins the next segment with its first packet, which isn't counted yet.
    mutating func wake(_ packet: PacketSummary, isFromUpper: Bool) {
        marks.remove(.isDormant)
        beginSegment(packet, isFromUpper: isFromUpper)
    }

    /// Counts a packet of an open flow that has nothing else to do, which almost all are.
    @inline(__always)
    mutating func admit(
        _ packet: PacketSummary, key packetKey: FlowKey, isFromUpper: Bool,
        _ configuration: FlowMeteringConfiguration
    ) -> Admission {
        guard key == packetKey else { return .otherKey }
        let clock = packet.clock
        guard marks.isDisjoint(with: [.isClosed, .isDormant]),
            clock <= idleDeadline(configuration), clock <= activeDeadline(configuration),
            packet.time.nanoseconds(since: end) <= FlowDetails.silenceNanoseconds
        else { return .special }
        return add(packet, isFromUpper: isFromUpper) ? .closing : .counted
    }

    /// Counts a packet.
    ///
    /// - Returns: True when the packet closed the connection.
    @inline(__always)
    mutating func add(_ packet: PacketSummary, isFromUpper: Bool) -> Bool {
        lastClock = max(lastClock, packet.clock)
        if forward.packets | reverse.packets != 0 {
            gaps.add(nanoseconds: max(0, packet.time.nanoseconds(since: end)))
        }
        let isReverse = isFromUpper != isForwardUpper
        if isReverse && packet.payloadBytes > 0 {
            let index = UInt64(forward.nonemptyPackets) &+ UInt64(reverse.nonemptyPackets)
            if index < 8 { firstDirections |= 1 &<< UInt8(truncatingIfNeeded: index) }
        }
        if isReverse {
            reverse.add(packet)
            marks.insert(.hasSeenReverse)
        } else {
            forward.add(packet)
            marks.insert(.hasSeenForward)
        }
        guard packet.transport == .tcp, tcp.add(packet, isReverse: isReverse), !isClosed else {
            return false
        }
        marks.insert(.isClosed)
        timerClock = packet.clock
        return true
    }
}

extension FlowEntry {
    private var state: FlowState {
        if isClosed { return .closed }
        if key.transport == .tcp { return tcp.isEstablished ? .established : .new }
        return marks.isSuperset(of: [.hasSeenForward, .hasSeenReverse]) ? .established : .new
    }

    /// The record of the current segment.
    func record(
        sensorSession: SensorSession, reason: FlowEndReason, _ identification: FlowIdentification,
        details: FlowDetails?
    ) -> FlowRecord {
        let start = start
        let end = end
        let isAnswered = !marks.contains(.beginsReverse) && reverse.packets > 0
        var record = FlowRecord(
            uid: identifier(identification), sensorSession: sensorSession, tuple: tuple,
            vlan: key.vlan, segment: segment, start: start, end: end, reason: reason, state: state,
            forward: forward.statistics, reverse: reverse.statistics,
            gaps: gaps.statistics(
                count: forward.packets &+ reverse.packets &- 1,
                totalNanoseconds: end.nanoseconds(since: start)),
            firstDirections: firstDirections,
            responseDelayNanoseconds: isAnswered
                ? max(0, reverse.first.nanoseconds(since: forward.first)) : nil)
        let innerVLAN = UInt16(truncatingIfNeeded: sourceLink >> 48)
        if record.vlan != nil && innerVLAN != 0xffff { record.innerVLAN = innerVLAN }
        record.sourceMAC = MACAddress(rawValue: sourceLink & (1 << 48 - 1))
        record.destinationMAC = MACAddress(rawValue: destinationLink)
        record.tunnel = key.tunnel(ownIdentifier: details?.tunnelIdentifier ?? 0)
        if key.transport == .tcp { record.tcp = tcp.summary }
        if let details {
            (record.active, record.idle) = details.bursts(start: start, end: end)
            details.addFindings(to: &record)
        } else {
            record.active.add(nanoseconds: end.nanoseconds(since: start))
        }
        return record
    }
}

extension FlowKey {
    /// The tunnel of a record; a kind whose number isn't in the key has the flow's own.
    fileprivate func tunnel(ownIdentifier: UInt32) -> Tunnel? {
        guard tunnel != 0,
            let kind = TunnelKind(rawValue: UInt8(truncatingIfNeeded: tunnel >> 32))
        else { return nil }
        return Tunnel(
            kind: kind,
            identifier: kind.isIdentifierShared
                ? UInt32(truncatingIfNeeded: tunnel) : ownIdentifier)
    }
}
