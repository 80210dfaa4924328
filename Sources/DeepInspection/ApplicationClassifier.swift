internal import CNDPI
public import NetworkModel

/// Labels flows with nDPI.
///
/// One owner of a detection module and of the states of its open flows, for one thread: nothing of
/// nDPI is shared with other classifiers. Making one is slow and allocates; of the rest, `open` may
/// allocate a chunk of states, `inspect` only what nDPI's dissectors do (buffers for handshakes
/// that span packets, URLs), `conclude` the strings that the endpoints sent. nDPI's caches between
/// flows have their fixed sizes and forget by overwriting.
///
/// Packets on which libndpi 4.2 follows null pointers aren't shown to it: docs/decoding.md.
public final class ApplicationClassifier: FlowClassifier {
    /// The version of libndpi.
    public static var libraryVersion: String { DetectionModule.version }

    /// How far nDPI looks into a flow.
    public let configuration: ApplicationClassifierConfiguration
    /// What was done so far.
    public private(set) var counters = ApplicationClassifierCounters()

    private let module: DetectionModule
    private var names = LabelNames()
    private var states: FlowStateSlab
    private var buffer = InspectionBuffer()
    /// Beside the states, by slot.
    private var progress: [ClassificationProgress] = []

    /// A classifier of all protocols that nDPI knows, without any file read.
    public init(
        configuration: ApplicationClassifierConfiguration = ApplicationClassifierConfiguration()
    ) throws(ApplicationClassifierError) {
        self.configuration = configuration
        module = try DetectionModule()
        states = FlowStateSlab(capacity: configuration.maximumFlows)
    }

    /// The protocols and applications that this version of nDPI knows, by its numbers.
    public var protocolNames: [String] { module.protocolNames }

    /// How many flows are open.
    public var openCount: Int { states.openCount }

    /// Takes a place for a new flow; nil if `maximumFlows` are open.
    public func open(transport: TransportProtocol) -> ClassifierSlot? {
        guard let slot = states.take() else {
            counters.refused += 1
            return nil
        }
        counters.opened += 1
        counters.mostOpen = max(counters.mostOpen, states.openCount)
        var fresh = ClassificationProgress()
        fresh.isOpen = true
        fresh.packetsLeft = Int32(clamping: maximumPackets(of: transport))
        if Int(slot) < progress.count {
            progress[Int(slot)] = fresh
        } else {
            progress.append(fresh)
        }
        return ClassifierSlot(index: slot)
    }

    /// Looks at one packet of the flow; returns true once further packets would change nothing.
    public func inspect(_ slot: ClassifierSlot, ipPacket: RawSpan, clock: Timestamp) -> Bool {
        let index = Int(slot.index)
        precondition(progress[index].isOpen, "The flow was closed.")
        guard !progress[index].isConcluded else { return true }
        progress[index].packetsLeft -= 1
        let isLast = progress[index].packetsLeft <= 0
        guard let packet = InspectablePacket(ipPacket), progress[index].fits(packet) else {
            counters.unfit += 1
            return end(index, ifLast: isLast)
        }
        let flow = unsafe states[slot.index]
        if unsafe isPassedOver(packet, ipPacket, flow, progress[index]) {
            counters.passedOver += 1
            return end(index, ifLast: isLast)
        }
        counters.inspected += 1
        progress[index].noteHeaders(packet)
        let milliseconds = UInt64(max(clock.nanoseconds, 0) / 1_000_000)
        let bytes = unsafe buffer.copy(ipPacket, length: packet.bytes)
        let detected = unsafe ndpi_detection_process_packet(
            module.pointer, flow, bytes, UInt16(packet.bytes), milliseconds)
        progress[index].note(detected)
        if isLast {
            counters.exhausted += 1
            progress[index].isConcluded = true
        } else if detected.app_protocol != UInt16(NDPI_PROTOCOL_UNKNOWN.rawValue) {
            let isDone =
                unsafe !configuration.inspectsAfterDetection
                || ndpi_extra_dissection_possible(module.pointer, flow) == 0
            if isDone { counters.detected += 1 }
            progress[index].isConcluded = isDone
        }
        return progress[index].isConcluded
    }

    /// What the flow is: with what was seen, or with a guess where that isn't enough.
    public func conclude(_ slot: ClassifierSlot) -> ApplicationLabel {
        let index = Int(slot.index)
        precondition(progress[index].isOpen, "The flow was closed.")
        let flow = unsafe states[slot.index]
        unsafe giveUp(flow, &progress[index])
        var label = ApplicationLabel()
        label.name = names.label(of: progress[index].protocols, in: module)
        label.category = names.category(progress[index].category, in: module)
        label.confidence = unsafe names.confidence(flow.pointee.confidence.rawValue)
        label.risks = unsafe names.risks(flow.pointee.risk)
        label.serverName = unsafe text(
            weir_ndpi_server_name(flow), limit: weir_ndpi_server_name_bytes)
        label.userAgent = unsafe text(
            flow.pointee.http.user_agent, limit: ApplicationRecord.textLimitBytes)
        return label
    }

    /// Gives the place back and frees what nDPI holds for the flow.
    public func close(_ slot: ClassifierSlot) {
        precondition(progress[Int(slot.index)].isOpen, "The flow was closed before.")
        progress[Int(slot.index)].isOpen = false
        states.giveBack(slot.index)
    }

    /// What a packet that nDPI wasn't shown does to its flow; returns true if it was the last.
    private func end(_ index: Int, ifLast isLast: Bool) -> Bool {
        guard isLast else { return false }
        counters.exhausted += 1
        progress[index].isConcluded = true
        return true
    }

    /// Whether nDPI needn't or mustn't see a packet.
    ///
    /// Once it knows the protocol, what looks at further packets reads their payload without asking
    /// whether there is one: QUIC's follows a null pointer at an empty datagram.
    private func isPassedOver(
        _ packet: InspectablePacket, _ ipPacket: RawSpan,
        _ flow: UnsafeMutablePointer<ndpi_flow_struct>, _ progress: ClassificationProgress
    ) -> Bool {
        if packet.holdsDTLSCertificate(ipPacket) { return true }
        guard progress.wasInspected else { return false }
        if unsafe packet.payloadBytes == 0 && weir_ndpi_knows_the_protocol(flow) != 0 {
            return true
        }
        return configuration.passesOverEmptySegments
            && ipPacket.isEmptySegment(length: packet.bytes)
    }

    private func maximumPackets(of transport: TransportProtocol) -> Int {
        switch transport {
        case .tcp: configuration.maximumTCPPackets
        case .udp: configuration.maximumUDPPackets
        default: configuration.maximumOtherPackets
        }
    }

    /// Asks nDPI for its last word unless it has said one.
    private func giveUp(
        _ flow: UnsafeMutablePointer<ndpi_flow_struct>, _ progress: inout ClassificationProgress
    ) {
        guard !progress.isGivenUp else { return }
        let isDetected = progress.isConcluded && progress.protocols.application != 0
        progress.isConcluded = true
        progress.isGivenUp = true
        guard !isDetected else { return }
        var wasGuessed: UInt8 = 0
        let detected = unsafe ndpi_detection_giveup(
            module.pointer, flow, configuration.guesses ? 1 : 0, &wasGuessed)
        progress.note(detected)
    }

    /// A text of the flow's state, cut at `limit` bytes; nil if there is none.
    private func text(_ start: UnsafePointer<CChar>?, limit: Int) -> String? {
        guard let start = unsafe start, unsafe start.pointee != 0 else { return nil }
        let bytes = unsafe UnsafeBufferPointer(start: start, count: unsafe strnlen(start, limit))
        return unsafe String(decoding: UnsafeRawBufferPointer(bytes), as: UTF8.self)
    }
}
