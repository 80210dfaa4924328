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
    private let hasher: FlowKeyHasher
    private var index = FlowIndex()
    var slab = FlowSlab()
    private var hashes: [UInt32] = []
    /// Slots in no use; each leads to the next by its link in `removalLinks`.
    private var firstFree = FlowList.none
    /// Flows that the idle timeout ends, by their newest packet, and closed ones by their close.
    var idle = FlowList()
    var lingering = FlowList()
    private var removalLinks: [FlowList.Link] = []
    /// Flows that the active timeout can end, by the start of their segment.
    var active = FlowList()
    private var activeLinks: [FlowList.Link] = []

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
        counters.packets += 1
        let (key, isFromUpper) = FlowKey.of(packet, isVLANInKey: configuration.isVLANInKey)
        let hash = hasher.hash(of: key)
        var place = index.firstPlace(of: hash)
        while let slot = index.nextSlot(of: hash, from: &place) {
            guard slab[slot].key == key else { continue }
            let begins = prepare(slot, for: packet, isFromUpper: isFromUpper, into: &ended)
            count(packet, isFromUpper: isFromUpper, in: slot)
            return begins ? sample(of: slot) : nil
        }
        let slot = open(packet, key, isFromUpper, hash, into: &ended)
        count(packet, isFromUpper: isFromUpper, in: slot)
        return sample(of: slot)
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
                active.remove(slot, &activeLinks)
                slab[slot].sleep()
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

    /// Goes on with a dormant flow: as its next segment, or as a new flow after the idle timeout.
    private mutating func resume(_ slot: UInt32, with packet: PacketSummary, isFromUpper: Bool) {
        if slab[slot].idleDeadline(configuration) < packet.clock {
            idle.remove(slot, &removalLinks)
            begin(slot, with: packet, isFromUpper: isFromUpper, replacing: nil)
        } else {
            slab[slot].wake(packet, identification: identification)
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
        var entry = FlowEntry(
            packet, key: slab[slot].key, isFromUpper: isFromUpper, replacing: predecessor)
        entry.beginSegment(packet, identification: identification)
        slab[slot] = entry
        link(slot)
    }

    private mutating func open(
        _ packet: PacketSummary, _ key: FlowKey, _ isFromUpper: Bool, _ hash: UInt32,
        into ended: inout [FlowRecord]
    ) -> UInt32 {
        while firstFree == FlowList.none && slab.count >= configuration.maximumFlows {
            makeRoom(at: packet.clock, into: &ended)
        }
        var entry = FlowEntry(packet, key: key, isFromUpper: isFromUpper, replacing: nil)
        entry.beginSegment(packet, identification: identification)
        let slot: UInt32
        if firstFree == FlowList.none {
            slot = slab.append(entry)
            hashes.append(hash)
            removalLinks.append(FlowList.Link())
            activeLinks.append(FlowList.Link())
        } else {
            slot = firstFree
            firstFree = removalLinks[Int(slot)].next
            slab[slot] = entry
            hashes[Int(slot)] = hash
        }
        index.insert(slot, hash: hash)
        link(slot)
        return slot
    }

    private mutating func count(_ packet: PacketSummary, isFromUpper: Bool, in slot: UInt32) {
        let wasClosed = slab[slot].isClosed
        if slab[slot].add(packet, isFromUpper: isFromUpper) {
            idle.remove(slot, &removalLinks)
            active.remove(slot, &activeLinks)
            lingering.append(slot, &removalLinks)
        } else if !wasClosed {
            idle.moveToEnd(slot, &removalLinks)
        }
    }

    private func sample(of slot: UInt32) -> FlowSample {
        FlowSample(uid: slab[slot].uid, tuple: slab[slot].tuple)
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
        ended.append(slab[slot].record(sensorSession: sensorSession, reason: reason))
        counters.countEnd(reason)
    }

    /// Leaves a reported flow in the table until its idle timeout, so that it can go on.
    mutating func putToSleep(_ slot: UInt32) {
        active.remove(slot, &activeLinks)
        slab[slot].sleep()
        counters.dormant += 1
    }

    /// Forgets a flow.
    mutating func release(_ slot: UInt32) {
        unlink(slot)
        if slab[slot].isDormant { counters.dormant -= 1 }
        index.remove(slot, hash: hashes[Int(slot)])
        removalLinks[Int(slot)].next = firstFree
        firstFree = slot
    }
}
