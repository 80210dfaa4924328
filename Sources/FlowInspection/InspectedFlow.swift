import ApplicationDecoding
import FlowIndexing
import NetworkModel

/// One flow in the agent's cache: what its payload has said so far.
///
/// A class, since what it holds is large and changed in place: as a value it would be copied at
/// each look.
final class InspectedFlow {
    private(set) var key: FlowKey
    /// The clock of the newest packet.
    private(set) var lastClock: Timestamp
    /// The clock when something was last told, at first that of the first packet.
    var toldClock: Timestamp
    private(set) var decoder = ApplicationDecoder()
    /// The classifier's place while it still wants packets.
    var slot: ClassifierSlot?
    var label = ApplicationLabel()
    /// What is known differs from what was told.
    var hasNews = false
    /// Whether the key's upper endpoint sent the first packet.
    private var isForwardUpper: Bool
    private var icmpCode: UInt8
    private var close: Close = []

    private struct Close: OptionSet {
        let rawValue: UInt8
        static let forwardFIN = Close(rawValue: 1)
        static let reverseFIN = Close(rawValue: 2)
        static let rst = Close(rawValue: 4)
    }

    init(_ packet: PacketSummary, key: FlowKey, isFromUpper: Bool) {
        self.key = key
        isForwardUpper = isFromUpper
        icmpCode = Self.icmpCode(of: packet)
        lastClock = packet.clock
        toldClock = packet.clock
    }

    /// Becomes another flow, after `forget`.
    func begin(_ packet: PacketSummary, key: FlowKey, isFromUpper: Bool) {
        self.key = key
        isForwardUpper = isFromUpper
        icmpCode = Self.icmpCode(of: packet)
        lastClock = packet.clock
        toldClock = packet.clock
        hasNews = false
        close = []
    }

    private static func icmpCode(of packet: PacketSummary) -> UInt8 {
        packet.transport.isICMP ? UInt8(truncatingIfNeeded: packet.destinationPort) : 0
    }

    /// The endpoints as the first packet had them.
    var tuple: FiveTuple { key.tuple(isFromUpper: isForwardUpper, icmpCode: icmpCode) }

    /// True when further packets say nothing new.
    var isSettled: Bool { slot == nil && decoder.isDone }

    /// True once a FIN or RST was seen: the meter may report the flow soon.
    var isClosing: Bool { !close.isEmpty }

    /// True once TCP has closed the connection, as far as flags tell.
    var isClosed: Bool {
        close.contains(.rst) || close.isSuperset(of: [.forwardFIN, .reverseFIN])
    }

    /// Takes note of a packet's time and its close.
    func touch(_ packet: PacketSummary, isFromUpper: Bool) {
        lastClock = packet.clock
        guard packet.transport == .tcp else { return }
        if packet.tcpFlags.contains(.rst) { close.insert(.rst) }
        if packet.tcpFlags.contains(.fin) {
            close.insert(isFromUpper == isForwardUpper ? .forwardFIN : .reverseFIN)
        }
    }

    /// Reads a packet's payload.
    func decode(_ payload: RawSpan, of packet: PacketSummary, isFromUpper: Bool) {
        guard !decoder.isDone else { return }
        let isReverse = isFromUpper != isForwardUpper
        if payload.byteCount > 0 && !decoder.isEntropyFull(isReverse: isReverse) { hasNews = true }
        decoder.add(payload, of: packet, isReverse: isReverse)
        if decoder.takeChange() != .none { hasNews = true }
    }

    /// Reads what was held back in hope of more: the flow is over.
    func finishDecoding() {
        var packet = PacketSummary()
        let tuple = tuple
        packet.source = tuple.source
        packet.destination = tuple.destination
        packet.sourcePort = tuple.sourcePort
        packet.destinationPort = tuple.destinationPort
        packet.transport = tuple.transport
        decoder.finish(packet)
        if decoder.takeChange() != .none { hasNews = true }
    }

    /// Frees what the flow held; the slot waits for its next flow.
    func forget() {
        decoder = ApplicationDecoder()
        label = ApplicationLabel()
    }

    /// What is known now; nil when that is nothing.
    var annotation: FlowAnnotation? {
        var annotation = FlowAnnotation(
            tuple: tuple, vlan: key.vlan, tunnel: key.tunnelIdentity, clock: lastClock)
        annotation.sourceEntropyBits = decoder.forwardEntropyBits
        annotation.destinationEntropyBits = decoder.reverseEntropyBits
        annotation.application = decoder.record
        annotation.application.label = label.name
        annotation.application.category = label.category
        annotation.application.confidence = label.confidence
        annotation.application.risks = label.risks
        if let userAgent = label.userAgent, annotation.application.http == nil {
            annotation.application.http = HTTPSummary()
            annotation.application.http?.userAgent = userAgent
        }
        if annotation.application.serverName == nil {
            annotation.application.serverName =
                annotation.application.tls?.serverName ?? annotation.application.http?.host
                ?? label.serverName
        }
        guard
            annotation.sourceEntropyBits != nil || annotation.destinationEntropyBits != nil
                || !annotation.application.isEmpty
        else { return nil }
        return annotation
    }
}
