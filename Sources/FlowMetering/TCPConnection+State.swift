import NetworkModel

extension TCPConnection {
    /// Moves both endpoints by a packet: sequence numbers, letters, states, holes, in this order,
    /// since letters depend on the states before the packet and holes on those after it.
    static func step(
        _ sender: inout TCPEndpoint, _ peer: inout TCPEndpoint, _ packet: PacketSummary,
        isReverse: Bool, _ letters: inout TCPHistory
    ) {
        let isFirst = sender.begin(packet)
        sender.log(
            packet, isReverse: isReverse, isFirst: isFirst, peerState: peer.state, into: &letters)
        let isAcknowledging = packet.tcpFlags.contains(.ack)
        let isPeerSilent = peer.state == .inactive
        if isAcknowledging && isPeerSilent {
            peer.begin(byAcknowledgement: packet.tcpAcknowledgement)
        }
        let (novelty, repeatsPayload) = sender.advance(packet, isFirst: isFirst)
        sender.count(novelty)
        if repeatsPayload { sender.logRepeatedPayload(isReverse: isReverse, into: &letters) }
        move(&sender, &peer, packet, isReverse: isReverse)
        if isAcknowledging && !isPeerSilent {
            let holes = peer.acknowledge(packet.tcpAcknowledgement)
            // Elsewhere holes come from numbers that can't be trusted, as those of a RST.
            if sender.isClean && peer.isClean {
                for _ in 0..<holes { peer.logGap(isReverse: !isReverse, into: &letters) }
            }
        }
        sender.receive(packet)
    }

    private static func move(
        _ sender: inout TCPEndpoint, _ peer: inout TCPEndpoint, _ packet: PacketSummary,
        isReverse: Bool
    ) {
        let flags = packet.tcpFlags
        switch sender.state {
        case .inactive:
            begin(&sender, &peer, packet, isReverse: isReverse)
        case .synSent, .synAckSent:
            if flags.contains(.fin) { sender.enter(.closed) }
            if flags.contains(.rst) { sender.enter(.reset) }
        case .established, .partial:
            if flags.intersection([.syn, .ack]) == .syn && sender.state == .partial
                && peer.state == .inactive
            {
                sender.enter(.synSent)
            }
            if flags.contains(.rst) {
                sender.enter(.reset)
            } else if flags.contains(.fin) {
                sender.enter(.closed)
                // FIN and then RST is a normal end, once the other side closes too.
                if peer.state == .reset && peer.previousState == .closed { peer.enter(.closed) }
            }
        case .closed:
            if flags.contains(.rst) && peer.state != .closed { sender.enter(.reset) }
        case .reset:
            break
        }
    }

    /// Moves an endpoint that hasn't sent before.
    private static func begin(
        _ sender: inout TCPEndpoint, _ peer: inout TCPEndpoint, _ packet: PacketSummary,
        isReverse: Bool
    ) {
        let flags = packet.tcpFlags
        if flags.contains(.syn) {
            if isReverse {
                if peer.state == .synSent { peer.enter(.established) }
                sender.enter(.established)
            } else if flags.contains(.ack) {
                sender.enter(.synAckSent)
            } else {
                // Behind the SYN+ACK it was captured late: the answer is known already.
                sender.enter(peer.marks.contains(.synAck) ? .established : .synSent)
            }
        }
        if flags.contains(.fin) { sender.enter(.closed) }
        if flags.contains(.rst) { sender.enter(.reset) }
        guard sender.state == .inactive else { return }
        // Some hosts acknowledge a SYN before they answer it with their own.
        if isReverse && packet.payloadBytes == 0 && peer.state == .synSent { return }
        // Of an answered SYN that wasn't seen, this is the acknowledgement of the answer.
        let isHandshake = flags.contains(.ack) && peer.state == .established
        sender.enter(isHandshake ? .established : .partial)
    }

    /// Zeek's `conn_state`: S0, S1, S2, S3, SF, REJ, RSTO, RSTR, RSTOS0, RSTRH, SH, SHR or OTH.
    var state: String {
        let isForwardSilent = forward.state == .inactive || forward.state == .partial
        let isReverseSilent = reverse.state == .inactive || reverse.state == .partial
        if reverse.state == .reset {
            let isUnanswered = forward.state == .synSent || forward.state == .synAckSent
            let isEmpty = !forward.hasSentPayload && !reverse.hasSentPayload
            if isUnanswered || (forward.state == .reset && isEmpty) { return "REJ" }
            return isForwardSilent ? "RSTRH" : "RSTR"
        }
        if forward.state == .reset { return isReverseSilent ? "RSTOS0" : "RSTO" }
        switch (forward.state, reverse.state) {
        case (.closed, .closed): return "SF"
        case (.closed, _): return isReverseSilent ? "SH" : "S2"
        case (_, .closed): return isForwardSilent ? "SHR" : "S3"
        case (.synSent, .inactive): return "S0"
        case (.established, .established): return "S1"
        default: return "OTH"
        }
    }
}
