import FlowIndexing
public import NetworkModel

/// The agent's flow cache: looks into the payload of each flow until it has said what it is, and
/// tells the meter by annotations.
///
/// Flows begin as the meter's do and end by the same idle timeout on the sensor's clock, so that an
/// annotation reaches the meter before the watermark that ends its flow and before the packet that
/// begins the flow's successor. What is found depends on the order of the packets alone. Belongs to
/// one thread, as its classifier does.
public struct FlowInspector {
    /// What the cache has done.
    public private(set) var counters = FlowInspectorCounters()
    private let configuration: FlowInspectorConfiguration
    private let classifier: (any FlowClassifier)?
    private let hasher: FlowKeyHasher
    private var index = FlowIndex()
    private var flows: [InspectedFlow] = []
    private var hashes: [UInt32] = []
    /// All flows, the one that was silent for longest first; free slots are chained by `next`.
    private var idle = FlowList()
    private var links: [FlowList.Link] = []
    private var firstFree = FlowList.none

    /// An empty cache.
    ///
    /// - Parameters:
    ///   - configuration: How flows live.
    ///   - classifier: Says what application a flow belongs to; nil for names alone.
    public init(configuration: FlowInspectorConfiguration, classifier: (any FlowClassifier)?) {
        self.configuration = configuration
        self.classifier = classifier
        var generator = SystemRandomNumberGenerator()
        // The secrets keep strangers from choosing keys that collide; no result depends on them.
        hasher = FlowKeyHasher(using: &generator)
    }

    /// Looks into a packet.
    ///
    /// - Parameters:
    ///   - packet: As decoded, with its place on the sensor's clock.
    ///   - ipPacket: From the header that the packet's addresses are from to the captured end.
    ///   - payload: What the transport carries, as far as it was captured.
    ///   - annotations: Gains what must reach the meter before this packet does.
    /// - Returns: What is to reach the meter after this packet; nil mostly.
    public mutating func inspect(
        _ packet: PacketSummary, ipPacket: RawSpan, payload: RawSpan,
        into annotations: inout [FlowAnnotation]
    ) -> FlowAnnotation? {
        counters.packets += 1
        let (key, isFromUpper) = FlowKey.of(packet, isVLANInKey: true)
        let hash = hasher.hash(of: key)
        let slot = Int(find(key, hash, for: packet, isFromUpper, into: &annotations))
        flows[slot].touch(packet, isFromUpper: isFromUpper)
        idle.moveToEnd(UInt32(slot), &links)
        guard !flows[slot].isSettled else { return nil }
        flows[slot].decode(payload, of: packet, isFromUpper: isFromUpper)
        classify(slot, ipPacket, packet)
        let interval = configuration.annotationIntervalNanoseconds
        guard flows[slot].isDue(intervalNanoseconds: interval) else { return nil }
        return tell(slot, isOver: flows[slot].isClosing)
    }

    /// Ends the flows whose idle timeout lies before the watermark.
    ///
    /// To be called after the sensor's clock has moved and before the packet that moved it is
    /// looked into.
    public mutating func advance(to watermark: Timestamp, into annotations: inout [FlowAnnotation])
    {
        while idle.head != FlowList.none {
            let slot = idle.head
            guard idleDeadline(of: slot) < watermark else { return }
            end(slot, into: &annotations)
        }
    }

    /// Ends all flows.
    public mutating func finish(into annotations: inout [FlowAnnotation]) {
        while idle.head != FlowList.none { end(idle.head, into: &annotations) }
    }

    /// The flow of a packet, which is new where it wasn't known or where what was known is over.
    private mutating func find(
        _ key: FlowKey, _ hash: UInt32, for packet: PacketSummary, _ isFromUpper: Bool,
        into annotations: inout [FlowAnnotation]
    ) -> UInt32 {
        var place = index.firstPlace(of: hash)
        while let slot = index.nextSlot(of: hash, from: &place) {
            guard flows[Int(slot)].key == key else { continue }
            if !isOver(slot, before: packet) { return slot }
            end(slot, into: &annotations)
            break
        }
        return open(packet, key, hash, isFromUpper, into: &annotations)
    }

    private func isOver(_ slot: UInt32, before packet: PacketSummary) -> Bool {
        guard idleDeadline(of: slot) >= packet.clock else { return true }
        // Stragglers of a closed connection may make a flow of their own in the meter; here they go
        // on with what is known, and what is new of them is told at once.
        return flows[Int(slot)].isClosed && packet.tcpFlags.contains(.syn)
            && packet.tcpFlags.isDisjoint(with: [.ack, .rst])
    }

    private func idleDeadline(of slot: UInt32) -> Timestamp {
        flows[Int(slot)].lastClock.advanced(
            byNanoseconds: configuration.idleTimeoutNanoseconds)
    }

    private mutating func open(
        _ packet: PacketSummary, _ key: FlowKey, _ hash: UInt32, _ isFromUpper: Bool,
        into annotations: inout [FlowAnnotation]
    ) -> UInt32 {
        counters.flows += 1
        if firstFree == FlowList.none && flows.count >= configuration.maximumFlows {
            counters.evicted += 1
            end(idle.head, into: &annotations)
        }
        let slot: UInt32
        if firstFree == FlowList.none {
            slot = UInt32(flows.count)
            flows.append(InspectedFlow(packet, key: key, isFromUpper: isFromUpper))
            hashes.append(hash)
            links.append(FlowList.Link())
        } else {
            slot = firstFree
            firstFree = links[Int(slot)].next
            flows[Int(slot)] = InspectedFlow(packet, key: key, isFromUpper: isFromUpper)
            hashes[Int(slot)] = hash
        }
        let place = classifier?.open(transport: packet.transport)
        if classifier != nil && place == nil { counters.unclassified += 1 }
        flows[Int(slot)].slot = place
        index.insert(slot, hash: hash)
        idle.append(slot, &links)
        return slot
    }

    private mutating func classify(_ slot: Int, _ ipPacket: RawSpan, _ packet: PacketSummary) {
        guard let classifier, let place = flows[slot].slot else { return }
        if classifier.inspect(place, ipPacket: ipPacket, clock: packet.clock) { conclude(slot) }
    }

    /// Asks the classifier for its last word and gives its place back.
    private mutating func conclude(_ slot: Int) {
        guard let classifier, let place = flows[slot].slot else { return }
        flows[slot].note(classifier.conclude(place))
        classifier.close(place)
        flows[slot].slot = nil
    }

    /// What is known of a flow, if that has changed since it was last told.
    private mutating func tell(_ slot: Int, isOver: Bool) -> FlowAnnotation? {
        if isOver {
            conclude(slot)
            flows[slot].finishDecoding()
        }
        guard flows[slot].hasNews, let annotation = flows[slot].annotation else { return nil }
        flows[slot].hasNews = false
        flows[slot].toldClock = flows[slot].lastClock
        counters.annotations += 1
        return annotation
    }

    private mutating func end(_ slot: UInt32, into annotations: inout [FlowAnnotation]) {
        if let annotation = tell(Int(slot), isOver: true) { annotations.append(annotation) }
        index.remove(slot, hash: hashes[Int(slot)])
        idle.remove(slot, &links)
        // Its buffers go back now, not when the slot is used again.
        flows[Int(slot)].forget()
        links[Int(slot)].next = firstFree
        firstFree = slot
    }
}
