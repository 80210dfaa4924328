public import NetworkModel

/// Reads the payload of one flow: its entropy in both directions, and what DNS, TLS, QUIC, HTTP,
/// MQTT, Modbus or DNP3 say in it.
///
/// Give it each packet of the flow in order of capture, those without payload too for TCP's
/// sequence numbers, until `isDone`. What is held is bounded by `PayloadLimit`; a flow of a
/// protocol that it doesn't know costs its entropy's counters and a few looks. It is
/// a class, since as a value it would be copied at each question.
public final class ApplicationDecoder {
    private var orders = (forward: StreamOrder(), reverse: StreamOrder())
    private var content = PayloadContent()

    /// A decoder of a flow that has shown nothing yet.
    public init() {}

    /// The entropy of the first payload bytes from the flow's first sender, in bits a byte, 0…8;
    /// nil while there were none.
    public var forwardEntropyBits: Double? { content.forwardEntropy.bits }

    /// The same of the other direction.
    public var reverseEntropyBits: Double? { content.reverseEntropy.bits }

    /// True when further payload of a direction doesn't change its entropy.
    public func isEntropyFull(isReverse: Bool) -> Bool {
        isReverse ? content.reverseEntropy.isFull : content.forwardEntropy.isFull
    }

    /// True when nothing more is to be learnt: further packets needn't be given.
    public var isDone: Bool {
        content.isApplicationDone && content.forwardEntropy.isFull && content.reverseEntropy.isFull
    }

    /// True when only the entropies could still change.
    public var isApplicationDone: Bool { content.isApplicationDone }

    /// True when nothing more is to be learnt from a direction's payload: it needn't be given.
    public func isDone(isReverse: Bool) -> Bool { content.isDone(isReverse: isReverse) }

    /// What was found so far; empty where nothing was.
    public var record: ApplicationRecord {
        var record = ApplicationRecord()
        fill(&record)
        return record
    }

    /// Adds what was found so far to a record.
    public func fill(_ record: inout ApplicationRecord) { content.decoder?.fill(&record) }

    /// What is new in `record` since the last call, and forgets it.
    public func takeChange() -> ApplicationChange {
        let change = content.decoder?.change ?? .none
        if change != .none { content.decoder?.change = .none }
        return change
    }

    /// Takes up one packet of the flow.
    ///
    /// `payload` may be shorter than `packet.payloadBytes` where the capture cut the frame.
    /// - Parameters:
    ///   - payload: What the transport carries, as far as it was captured.
    ///   - packet: The packet that it came in.
    ///   - isReverse: True if the packet goes to the sender of the flow's first packet.
    public func add(_ payload: RawSpan, of packet: PacketSummary, isReverse: Bool) {
        guard packet.transport == .tcp else {
            // A fragment's payload ends before the datagram does.
            if payload.byteCount > 0 && packet.transport == .udp {
                content.takeDatagram(payload, packet, isReverse)
            }
            return
        }
        var sequence = packet.tcpSequence
        if packet.tcpFlags.contains(.syn) {
            if isReverse {
                orders.reverse.start(atSYN: sequence)
            } else {
                orders.forward.start(atSYN: sequence)
            }
            sequence &+= 1
        }
        guard payload.byteCount > 0 else { return }
        let wireBytes = Int(packet.payloadBytes)
        let isDoubtful = Self.isPadding(payload, packet)
        if isReverse {
            orders.reverse.add(
                payload, wireBytes: wireBytes, sequence: sequence, isDoubtful: isDoubtful
            ) {
                content.takeStream($0, packet, isReverse: true, isBehindGap: $1)
            }
            if content.isDone(isReverse: true) { orders.reverse.stop() }
        } else {
            orders.forward.add(
                payload, wireBytes: wireBytes, sequence: sequence, isDoubtful: isDoubtful
            ) {
                content.takeStream($0, packet, isReverse: false, isBehindGap: $1)
            }
            if content.isDone(isReverse: false) { orders.forward.stop() }
        }
    }

    /// Reads what was held back in hope of more: the flow has ended.
    ///
    /// - Parameter packet: Any packet of the flow in its forward direction, for its ports.
    public func finish(_ packet: PacketSummary) {
        orders.forward.finish {
            content.takeStream($0, packet, isReverse: false, isBehindGap: $1)
        }
        orders.reverse.finish {
            content.takeStream($0, packet, isReverse: true, isBehindGap: $1)
        }
        content.decoder?.finish()
    }

    /// True for zeros that may belong to the frame, not to the stream, whatever the lengths say.
    private static func isPadding(_ payload: RawSpan, _ packet: PacketSummary) -> Bool {
        guard payload.byteCount <= PayloadLimit.paddingBytes, packet.tcpFlags == .ack else {
            return false
        }
        for offset in 0..<payload.byteCount where payload.byte(at: offset) != 0 { return false }
        return true
    }
}
