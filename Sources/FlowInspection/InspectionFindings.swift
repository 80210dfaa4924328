import ApplicationDecoding
import NetworkModel

/// What the payload of one flow has said so far.
///
/// A class, since what it holds is large and changed in place: as a value it would be copied at
/// each look.
final class InspectionFindings {
    var label = ApplicationLabel()
    private let decoder = ApplicationDecoder()

    /// True when further payload of a direction says nothing new.
    func isDone(isReverse: Bool) -> Bool { decoder.isDone(isReverse: isReverse) }

    /// Reads a packet's payload; true if it said something new.
    func decode(_ payload: RawSpan, of packet: PacketSummary, isReverse: Bool) -> Bool {
        let isNewEntropy = payload.byteCount > 0 && !decoder.isEntropyFull(isReverse: isReverse)
        decoder.add(payload, of: packet, isReverse: isReverse)
        return decoder.takeChange() != .none || isNewEntropy
    }

    /// Reads what was held back in hope of more; true if it said something new.
    func finish(_ tuple: FiveTuple) -> Bool {
        var packet = PacketSummary()
        packet.source = tuple.source
        packet.destination = tuple.destination
        packet.sourcePort = tuple.sourcePort
        packet.destinationPort = tuple.destinationPort
        packet.transport = tuple.transport
        decoder.finish(packet)
        return decoder.takeChange() != .none
    }

    /// Adds what is known; false if that is nothing.
    func fill(_ annotation: inout FlowAnnotation) -> Bool {
        annotation.sourceEntropyBits = decoder.forwardEntropyBits
        annotation.destinationEntropyBits = decoder.reverseEntropyBits
        decoder.fill(&annotation.application)
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
        return annotation.sourceEntropyBits != nil || annotation.destinationEntropyBits != nil
            || !annotation.application.isEmpty
    }
}
