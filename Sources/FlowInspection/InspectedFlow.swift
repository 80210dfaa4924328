import FlowIndexing
import NetworkModel

/// One flow in the agent's cache: what each of its packets needs, on two cache lines; what its
/// payload has said lies behind a reference that most packets leave alone.
struct InspectedFlow {
    private(set) var key: FlowKey
    /// The clock of the newest packet.
    private(set) var lastClock: Timestamp
    /// The clock when something was last told, at first that of the first packet.
    var toldClock: Timestamp
    /// What the payload has said; nil before the first that could say anything.
    private var findings: InspectionFindings?
    /// The classifier's place while it still wants packets.
    var slot: ClassifierSlot? {
        didSet { settle() }
    }
    /// What is known differs from what was told.
    var hasNews = false
    /// True when further packets say nothing new.
    private(set) var isSettled = false
    /// Whether the key's upper endpoint sent the first packet.
    private var isForwardUpper: Bool
    private var icmpCode: UInt8
    private var marks: Marks = []

    private struct Marks: OptionSet {
        let rawValue: UInt8
        static let forwardFIN = Marks(rawValue: 1)
        static let reverseFIN = Marks(rawValue: 2)
        static let rst = Marks(rawValue: 4)
        /// Nothing more is to be learnt from the direction's payload.
        static let forwardDone = Marks(rawValue: 8)
        static let reverseDone = Marks(rawValue: 16)
        static let closing: Marks = [.forwardFIN, .reverseFIN, .rst]
        static let done: Marks = [.forwardDone, .reverseDone]
    }

    init(_ packet: PacketSummary, key: FlowKey, isFromUpper: Bool) {
        self.key = key
        isForwardUpper = isFromUpper
        icmpCode =
            packet.transport.isICMP ? UInt8(truncatingIfNeeded: packet.destinationPort) : 0
        lastClock = packet.clock
        toldClock = packet.clock
    }

    /// The endpoints as the first packet had them.
    var tuple: FiveTuple { key.tuple(isFromUpper: isForwardUpper, icmpCode: icmpCode) }

    /// True once a FIN or RST was seen: the meter may report the flow soon.
    var isClosing: Bool { !marks.isDisjoint(with: .closing) }

    /// True once TCP has closed the connection, as far as flags tell.
    var isClosed: Bool {
        marks.contains(.rst) || marks.isSuperset(of: [.forwardFIN, .reverseFIN])
    }

    /// Whether the meter must hear now what is new, at the latest `interval` after it last did.
    func isDue(intervalNanoseconds interval: Int64) -> Bool {
        isClosing
            || hasNews && (isSettled || lastClock.nanoseconds(since: toldClock) >= interval)
    }

    /// Takes note of a packet's time and its close.
    mutating func touch(_ packet: PacketSummary, isFromUpper: Bool) {
        lastClock = packet.clock
        guard packet.transport == .tcp else { return }
        if packet.tcpFlags.contains(.rst) { marks.insert(.rst) }
        if packet.tcpFlags.contains(.fin) {
            marks.insert(isFromUpper == isForwardUpper ? .forwardFIN : .reverseFIN)
        }
    }

    /// Reads a packet's payload.
    mutating func decode(_ payload: RawSpan, of packet: PacketSummary, isFromUpper: Bool) {
        let isReverse = isFromUpper != isForwardUpper
        guard !marks.contains(isReverse ? .reverseDone : .forwardDone) else { return }
        // Of what is empty, SYNs alone say something: where a stream begins.
        guard payload.byteCount > 0 || packet.tcpFlags.contains(.syn) else { return }
        let findings = takeFindings()
        if findings.decode(payload, of: packet, isReverse: isReverse) { hasNews = true }
        if findings.isDone(isReverse: false) { marks.insert(.forwardDone) }
        if findings.isDone(isReverse: true) { marks.insert(.reverseDone) }
        settle()
    }

    /// Keeps what a classifier says.
    mutating func note(_ label: ApplicationLabel) {
        guard label != findings?.label ?? ApplicationLabel() else { return }
        takeFindings().label = label
        hasNews = true
    }

    /// Reads what was held back in hope of more: the flow is over.
    mutating func finishDecoding() {
        if let findings, findings.finish(tuple) { hasNews = true }
    }

    /// Frees what the flow held; the slot waits for its next flow.
    mutating func forget() { findings = nil }

    /// What is known now; nil when that is nothing.
    var annotation: FlowAnnotation? {
        guard let findings else { return nil }
        var annotation = FlowAnnotation(
            tuple: tuple, vlan: key.vlan, tunnel: key.tunnelIdentity, clock: lastClock)
        return findings.fill(&annotation) ? annotation : nil
    }

    private mutating func takeFindings() -> InspectionFindings {
        if let findings { return findings }
        let made = InspectionFindings()
        findings = made
        return made
    }

    private mutating func settle() {
        isSettled = slot == nil && marks.isSuperset(of: .done)
    }
}
