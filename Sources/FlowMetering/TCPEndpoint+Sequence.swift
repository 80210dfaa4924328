import NetworkModel

extension TCPEndpoint {
    /// Sets up the sequence numbers of a side that begins to send, or begins anew with a SYN.
    ///
    /// - Returns: Whether it did.
    mutating func begin(_ packet: PacketSummary) -> Bool {
        let isSYN = packet.tcpFlags.contains(.syn)
        switch state {
        case .inactive: break
        case .synSent, .synAckSent:
            guard isSYN && packet.tcpSequence != start else { return false }
        case .established, .partial:
            guard isSYN else { return false }
            if marks.contains(.syn) && packet.tcpSequence == start {
                last = packet.sequenceEnd
                return false
            }
        case .reset:
            guard isSYN && previousState == .inactive else { return false }
        case .closed: return false
        }
        setStart(isSYN ? packet.tcpSequence : packet.tcpSequence &- 1)
        last = isSYN ? packet.sequenceEnd : packet.tcpSequence
        return true
    }

    /// Sets up the sequence numbers of a side that hasn't sent yet, by what its peer acknowledges.
    mutating func begin(byAcknowledgement acknowledgement: UInt32) {
        setStart(acknowledgement &- 1)
        last = start
    }

    private mutating func setStart(_ sequence: UInt32) {
        start = sequence
        delivered = sequence &+ 1
        blockStart = delivered
    }

    /// Takes in how far the sequence numbers of a packet reach.
    ///
    /// - Parameters:
    ///   - packet: The packet, whose state transition is still to come.
    ///   - isFirst: Whether the sequence numbers were just set up by it.
    /// - Returns: What the packet is by its sequence numbers, and whether Zeek calls its payload
    ///   sent again.
    mutating func advance(
        _ packet: PacketSummary, isFirst: Bool
    ) -> (novelty: Novelty, repeatsPayload: Bool) {
        let flags = packet.tcpFlags
        let end = packet.sequenceEnd
        let step = Self.distance(end, last)
        if !flags.isDisjoint(with: [.syn, .rst]) && step.magnitude > Self.largestJump {
            return (.fresh, false)
        }
        if flags.contains(.fin) && last == start &+ 1 {
            // More than 2 GiB may lie between the SYN and a FIN when nothing else was seen.
            last = end
            return (.fresh, false)
        }
        if state == .reset { return (.fresh, false) }
        if step > 0 {
            last = end
            return (.fresh, false)
        }
        if isFirst || flags.contains(.rst) { return (.fresh, packet.payloadBytes > 0 && !isFirst) }
        guard packet.payloadBytes > 0 else {
            return (repeatsControl(packet) ? .retransmitted : .fresh, false)
        }
        if packet.payloadBytes == 1 && step == 0 && !flags.contains(.fin) { return (.probe, true) }
        let fillsHole =
            hasHole && Self.distance(packet.payloadSequence, blockStart) < 0
            && Self.distance(end, delivered) > 0
        return (fillsHole ? .outOfOrder : .retransmitted, true)
    }

    /// Whether a packet without payload is a SYN or FIN sent again.
    private func repeatsControl(_ packet: PacketSummary) -> Bool {
        if packet.tcpFlags.contains(.syn) { return packet.tcpSequence == start }
        return packet.tcpFlags.contains(.fin) && marks.contains(.fin)
            && packet.finPosition == finPosition
    }

    private var hasHole: Bool { blockStart != delivered && !marks.contains(.rst) }

    /// Takes in a packet's payload, which may leave, narrow or fill a hole.
    mutating func receive(_ packet: PacketSummary) {
        guard packet.payloadBytes > 0, !packet.tcpFlags.contains(.rst), !marks.contains(.rst) else {
            return
        }
        let begin = packet.payloadSequence
        let end = begin &+ packet.payloadBytes
        guard Self.distance(end, delivered) > 0 else { return }
        if Self.distance(begin, delivered) > 0 {
            if !hasHole || Self.distance(begin, blockStart) < 0 { blockStart = begin }
            return
        }
        let closesHole = hasHole && Self.distance(end, blockStart) >= 0
        let isWhole = !hasHole
        delivered = end
        if closesHole && Self.distance(last, end) > 0 { delivered = last }
        if isWhole || closesHole { blockStart = delivered }
    }

    /// Takes in the payload of a fragment, which goes on where the fragment before it ended.
    mutating func append(octets: UInt32) {
        guard state != .inactive && !marks.contains(.rst) else { return }
        let isWhole = !hasHole && delivered == last
        last &+= octets
        guard isWhole else { return }
        delivered = last
        blockStart = last
    }

    /// Takes in what the peer has acknowledged.
    ///
    /// - Returns: How many holes were acknowledged: payload that the peer has and nobody saw.
    mutating func acknowledge(_ acknowledgement: UInt32) -> Int {
        guard !marks.contains(.rst), Self.distance(acknowledgement, start) >= 0 else { return 0 }
        var upTo = acknowledgement
        if marks.contains(.fin) && Self.distance(upTo, finPosition) > 0 { upTo = finPosition }
        guard Self.distance(upTo, delivered) > 0 else { return 0 }
        var holes = 1
        if hasHole && Self.distance(upTo, blockStart) > 0 {
            // Behind the hole all up to the last octet was seen, as far as is known.
            if Self.distance(upTo, last) > 0 { holes = 2 }
            delivered = holes == 1 ? last : upTo
            blockStart = delivered
        } else {
            let isWhole = !hasHole || upTo == blockStart
            delivered = upTo
            if isWhole { blockStart = upTo }
        }
        return holes
    }
}

extension PacketSummary {
    /// Where a TCP packet's payload begins: SYN takes the first sequence number.
    var payloadSequence: UInt32 { tcpFlags.contains(.syn) ? tcpSequence &+ 1 : tcpSequence }

    /// The sequence number of a TCP packet's FIN.
    var finPosition: UInt32 { payloadSequence &+ payloadBytes }

    /// The sequence number behind a TCP packet; the payload of a RST isn't part of the stream.
    var sequenceEnd: UInt32 {
        let end = tcpFlags.contains(.rst) ? payloadSequence : finPosition
        return tcpFlags.contains(.fin) ? end &+ 1 : end
    }
}
