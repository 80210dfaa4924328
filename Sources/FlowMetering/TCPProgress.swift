import NetworkModel

/// How far a TCP connection got, from flags, sequence and acknowledgement numbers alone.
///
/// It lasts for the whole flow, over all its segments.
struct TCPProgress {
    private struct Seen: OptionSet {
        let rawValue: UInt16
        static let forwardSYNACK = Seen(rawValue: 1 << 0)
        static let reverseSYNACK = Seen(rawValue: 1 << 1)
        static let handshake = Seen(rawValue: 1 << 2)
        static let forwardData = Seen(rawValue: 1 << 3)
        static let reverseData = Seen(rawValue: 1 << 4)
        static let forwardFIN = Seen(rawValue: 1 << 5)
        static let reverseFIN = Seen(rawValue: 1 << 6)
        static let lastFINIsReverse = Seen(rawValue: 1 << 7)
        static let pureSYN = Seen(rawValue: 1 << 8)
        static let bothFINs: Seen = [.forwardFIN, .reverseFIN]
        static let bothData: Seen = [.forwardData, .reverseData]
    }

    private var seen: Seen = []
    /// The sequence number of the newest SYN without ACK.
    private var synSequence: UInt32 = 0
    /// What acknowledges the FIN of the direction that sent its own last.
    private var lastFINAcknowledgement: UInt32 = 0

    /// True once the handshake was finished or data went both ways.
    var isEstablished: Bool {
        seen.contains(.handshake) || seen.isSuperset(of: .bothData)
    }

    /// True for the SYN of another connection than the one seen, which a retransmission isn't.
    func isNewConnection(_ packet: PacketSummary) -> Bool {
        guard packet.isPureSYN else { return false }
        return !seen.contains(.pureSYN) || packet.tcpSequence != synSequence
    }

    /// Takes in a TCP packet.
    ///
    /// - Returns: True when it closes the connection: RST, or the acknowledgement of the last FIN
    ///   when both directions have sent theirs.
    mutating func add(_ packet: PacketSummary, isReverse: Bool) -> Bool {
        let flags = packet.tcpFlags
        if packet.payloadBytes > 0 { seen.insert(isReverse ? .reverseData : .forwardData) }
        guard flags.isDisjoint(with: [.syn, .fin, .rst]) else {
            return addControl(packet, isReverse: isReverse)
        }
        guard flags.contains(.ack) else { return false }
        if seen.contains(isReverse ? .forwardSYNACK : .reverseSYNACK) { seen.insert(.handshake) }
        return acknowledgesLastFIN(packet, isReverse: isReverse)
    }

    private mutating func addControl(_ packet: PacketSummary, isReverse: Bool) -> Bool {
        let flags = packet.tcpFlags
        if flags.contains(.rst) { return true }
        if packet.isPureSYN {
            seen.insert(.pureSYN)
            synSequence = packet.tcpSequence
        } else if flags.contains(.syn) {
            seen.insert(isReverse ? .reverseSYNACK : .forwardSYNACK)
        } else if flags.contains(.ack),
            seen.contains(isReverse ? .forwardSYNACK : .reverseSYNACK)
        {
            seen.insert(.handshake)
        }
        let own: Seen = isReverse ? .reverseFIN : .forwardFIN
        if flags.contains(.fin) && !seen.contains(own) {
            seen.insert(own)
            if isReverse { seen.insert(.lastFINIsReverse) } else { seen.remove(.lastFINIsReverse) }
            let octets = packet.payloadBytes &+ (flags.contains(.syn) ? 2 : 1)
            lastFINAcknowledgement = packet.tcpSequence &+ octets
        }
        return acknowledgesLastFIN(packet, isReverse: isReverse)
    }

    private func acknowledgesLastFIN(_ packet: PacketSummary, isReverse: Bool) -> Bool {
        guard seen.isSuperset(of: .bothFINs), packet.tcpFlags.contains(.ack),
            seen.contains(.lastFINIsReverse) != isReverse
        else { return false }
        // Serial arithmetic (RFC 1982): sequence numbers wrap.
        return Int32(bitPattern: packet.tcpAcknowledgement &- lastFINAcknowledgement) >= 0
    }
}

extension PacketSummary {
    /// SYN without ACK and RST: the first packet of a connection.
    var isPureSYN: Bool {
        transport == .tcp && tcpFlags.contains(.syn) && tcpFlags.isDisjoint(with: [.ack, .rst])
    }

    /// The answer to the first packet of a connection.
    var isSYNACK: Bool {
        transport == .tcp && tcpFlags.contains([.syn, .ack]) && !tcpFlags.contains(.rst)
    }
}
