import FlowIndexing
public import NetworkModel

/// The open flows of one sensor's session in one partition, as they live and end on the sensor's
/// clock.
///
/// Each packet belongs to one flow. A packet beyond a flow's nearest deadline finds it ended there,
/// for that deadline's reason, and begins the next one; `advance` ends flows whose next packet
/// hasn't come, in the same way. So records depend on the packets of their own flow alone, not on
/// how they were batched, on other flows or on when the table was advanced, as long as the table
/// has room. In a full table this still holds for packets that come in the order of the clock.
///
/// It is a value, but a large one: change it in place, since a copy copies all flows.
public struct FlowTable: Sendable {
    /// What the table has done.
    public internal(set) var counters = FlowTableCounters()
    let sensorSession: SensorSession
    let configuration: FlowMeteringConfiguration
    private let identification: FlowIdentification
    let hasher: FlowKeyHasher
    var index = FlowIndex()
    var slab = FlowSlab<FlowEntry>()
    var details = FlowDetailsTable()
    /// Slots in no use; each leads to the next by its link in `removalLinks`.
    var firstFree = FlowList.none
    /// Flows that the idle timeout ends, by their newest packet, and closed ones by their close.
    var idle = FlowList()
    var lingering = FlowList()
    var removalLinks: [FlowList.Link] = []
    /// Flows that the active timeout can end, by the start of their segment.
    var active = FlowList()
    var activeLinks: [FlowList.Link] = []

    /// An empty table.
    public init(sensorSession: SensorSession, configuration: FlowMeteringConfiguration) {
        var generator = SystemRandomNumberGenerator()
        self.init(
            sensorSession: sensorSession, configuration: configuration, using: &generator)
    }

    /// An empty table whose index takes its secrets from a generator; no result depends on them.
    init(
        sensorSession: SensorSession, configuration: FlowMeteringConfiguration,
        using generator: inout some RandomNumberGenerator
    ) {
        self.sensorSession = sensorSession
        self.configuration = configuration
        identification = FlowIdentification(sensorSession)
        hasher = FlowKeyHasher(using: &generator)
    }

    /// Counts a packet into its flow.
    ///
    /// - Parameters:
    ///   - packet: The packet; packets of one flow come in the order of the sensor's clock.
    ///   - ended: Gains the record of the flow that the packet found ended, and of one that was
    ///     evicted to make room.
    /// - Returns: A sample when the packet began a record with a new uid.
    public mutating func add(
        _ packet: PacketSummary, into ended: inout [FlowRecord]
    ) -> FlowSample? {
        let (key, isFromUpper) = FlowKey.of(packet, isVLANInKey: configuration.isVLANInKey)
        return add(
            packet, key: key, isFromUpper: isFromUpper, hash: hasher.hash(of: key), into: &ended)
    }

    /// Counts a packet whose key is known.
    @inline(__always)
    mutating func add(
        _ packet: PacketSummary, key: FlowKey, isFromUpper: Bool, hash: UInt32,
        into ended: inout [FlowRecord]
    ) -> FlowSample? {
        counters.packets += 1
        var place = index.firstPlace(of: hash)
        while let slot = index.nextSlot(of: hash, from: &place) {
            switch slab[slot].admit(packet, key: key, isFromUpper: isFromUpper, configuration) {
            case .otherKey: continue
            case .counted:
                idle.moveToEnd(slot, &removalLinks)
                return nil
            case .closing:
                close(slot)
                return nil
            case .special:
                return addSpecial(packet, isFromUpper: isFromUpper, to: slot, into: &ended)
            }
        }
        return open(packet, key, isFromUpper, hash, into: &ended)
    }

    /// Counts a packet of a known flow that is between segments, due, closed or was silent for
    /// long.
    private mutating func addSpecial(
        _ packet: PacketSummary, isFromUpper: Bool, to slot: UInt32,
        into ended: inout [FlowRecord]
    ) -> FlowSample? {
        let begins = prepare(slot, for: packet, isFromUpper: isFromUpper, into: &ended)
        if !begins { noteSilence(of: slot, before: packet) }
        count(packet, isFromUpper: isFromUpper, in: slot)
        return begins ? sample(of: slot) : nil
    }

    /// Settles a known flow's past and begins a flow or segment where the packet needs one.
    ///
    /// - Returns: Whether it began one.
    private mutating func prepare(
        _ slot: UInt32, for packet: PacketSummary, isFromUpper: Bool,
        into ended: inout [FlowRecord]
    ) -> Bool {
        let clock = packet.clock
        if slab[slot].isDormant {
            counters.dormant -= 1
            resume(slot, with: packet, isFromUpper: isFromUpper)
            return true
        }
        if let reason = slab[slot].endReason(before: clock, configuration) {
            report(slot, reason, into: &ended)
            if reason == .activeTimeout {
                endSegment(slot)
                resume(slot, with: packet, isFromUpper: isFromUpper)
            } else {
                restart(slot, with: packet, isFromUpper: isFromUpper, replacing: nil)
            }
            return true
        }
        guard slab[slot].isClosed, slab[slot].tcp.isNewConnection(packet) else { return false }
        report(slot, .endOfFlow, into: &ended)
        restart(slot, with: packet, isFromUpper: isFromUpper, replacing: slab[slot])
        return true
    }

    private mutating func noteSilence(of slot: UInt32, before packet: PacketSummary) {
        let end = slab[slot].end
        guard packet.time.nanoseconds(since: end) > FlowDetails.silenceNanoseconds else { return }
        let start = slab[slot].start
        let place = openDetails(of: slot)
        details[place].addSilence(start: start, end: end, next: packet.time)
    }

    /// The slot of a flow's details, which it has from now on.
    mutating func openDetails(of slot: UInt32) -> UInt32 {
        if slab[slot].details == FlowList.none { slab[slot].details = details.open() }
        return slab[slot].details
    }

    /// Goes on with a dormant flow: as its next segment, or as a new flow after the idle timeout.
    private mutating func resume(_ slot: UInt32, with packet: PacketSummary, isFromUpper: Bool) {
        if slab[slot].idleDeadline(configuration) < packet.clock {
            idle.remove(slot, &removalLinks)
            begin(slot, with: packet, isFromUpper: isFromUpper, replacing: nil)
        } else {
            slab[slot].wake(packet, isFromUpper: isFromUpper)
            active.append(slot, &activeLinks)
            counters.countStart()
        }
    }

    /// Puts a new flow in the place of one of the same key that was reported.
    private mutating func restart(
        _ slot: UInt32, with packet: PacketSummary, isFromUpper: Bool,
        replacing predecessor: FlowEntry?
    ) {
        unlink(slot)
        begin(slot, with: packet, isFromUpper: isFromUpper, replacing: predecessor)
    }

    private mutating func begin(
        _ slot: UInt32, with packet: PacketSummary, isFromUpper: Bool,
        replacing predecessor: FlowEntry?
    ) {
        details.close(slab[slot].details)
        slab[slot] = entry(
            packet, slab[slot].key, isFromUpper: isFromUpper, replacing: predecessor)
        link(slot)
    }

    private mutating func entry(
        _ packet: PacketSummary, _ key: FlowKey, isFromUpper: Bool,
        replacing predecessor: FlowEntry?
    ) -> FlowEntry {
        var entry = FlowEntry(
            packet, key: key, isFromUpper: isFromUpper, replacing: predecessor)
        entry.beginSegment(packet, isFromUpper: isFromUpper)
        if let tunnel = packet.tunnel, !tunnel.kind.isIdentifierShared, tunnel.identifier != 0 {
            entry.details = details.open()
            details[entry.details].tunnelIdentifier = tunnel.identifier
        }
        return entry
    }

    private mutating func open(
        _ packet: PacketSummary, _ key: FlowKey, _ isFromUpper: Bool, _ hash: UInt32,
        into ended: inout [FlowRecord]
    ) -> FlowSample? {
        while firstFree == FlowList.none && slab.count >= configuration.maximumFlows {
            makeRoom(at: packet.clock, into: &ended)
        }
        let entry = entry(packet, key, isFromUpper: isFromUpper, replacing: nil)
        let slot: UInt32
        if firstFree == FlowList.none {
            slot = slab.append(entry)
            removalLinks.append(FlowList.Link())
            activeLinks.append(FlowList.Link())
        } else {
            slot = firstFree
            firstFree = removalLinks[Int(slot)].next
            slab[slot] = entry
        }
        index.insert(slot, hash: hash)
        link(slot)
        count(packet, isFromUpper: isFromUpper, in: slot)
        return sample(of: slot)
    }

    private mutating func count(_ packet: PacketSummary, isFromUpper: Bool, in slot: UInt32) {
        let wasClosed = slab[slot].isClosed
        if slab[slot].add(packet, isFromUpper: isFromUpper) {
            close(slot)
        } else if !wasClosed {
            idle.moveToEnd(slot, &removalLinks)
        }
    }

    private mutating func close(_ slot: UInt32) {
        idle.remove(slot, &removalLinks)
        active.remove(slot, &activeLinks)
        lingering.append(slot, &removalLinks)
    }

    private func sample(of slot: UInt32) -> FlowSample {
        FlowSample(uid: slab[slot].identifier(identification), tuple: slab[slot].tuple)
    }

    private mutating func link(_ slot: UInt32) {
        idle.append(slot, &removalLinks)
        active.append(slot, &activeLinks)
        counters.countStart()
    }

    /// Takes a flow out of the lists that it is in.
    private mutating func unlink(_ slot: UInt32) {
        if slab[slot].isClosed {
            lingering.remove(slot, &removalLinks)
        } else {
            idle.remove(slot, &removalLinks)
            if !slab[slot].isDormant { active.remove(slot, &activeLinks) }
        }
    }

    /// Appends the record of a flow's current segment.
    mutating func report(_ slot: UInt32, _ reason: FlowEndReason, into ended: inout [FlowRecord]) {
        let place = slab[slot].details
        ended.append(
            slab[slot].record(
                sensorSession: sensorSession, reason: reason, identification,
                details: place == FlowList.none ? nil : details[place]))
        counters.countEnd(reason)
    }

    /// Leaves a reported flow in the table until its idle timeout, so that it can go on.
    mutating func putToSleep(_ slot: UInt32) {
        endSegment(slot)
        counters.dormant += 1
    }

    private mutating func endSegment(_ slot: UInt32) {
        active.remove(slot, &activeLinks)
        slab[slot].sleep()
        let place = slab[slot].details
        if place != FlowList.none { details[place].endSegment() }
    }

    /// Forgets a flow.
    mutating func release(_ slot: UInt32) {
        unlink(slot)
        if slab[slot].isDormant { counters.dormant -= 1 }
        details.close(slab[slot].details)
        index.remove(slot, hash: hasher.hash(of: slab[slot].key))
        removalLinks[Int(slot)].next = firstFree
        firstFree = slot
    }
}
