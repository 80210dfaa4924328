import NetworkModel

/// A TCP connection as flags, sequence and acknowledgement numbers, windows and lengths show it:
/// Zeek's `conn_state` and `history`, the time of the handshake, what was sent again or came out of
/// order, and the close.
///
/// It lasts for the whole flow, over all its segments: state, history and handshake of a later
/// segment's record are those of the connection from its beginning, while counts begin anew with
/// each segment, so that they can be summed up.
///
/// The definitions of states and letters are Zeek's (`conn.log`, and how its TCP analyser moves
/// both endpoints). What differs: a flow first seen at its SYN+ACK is always turned round, and a
/// SYN that is captured behind its SYN+ACK finishes the handshake then too; a flow isn't turned
/// round for the sake of its ports; checksums and payload aren't known, so C and X never come; of
/// several holes in a side's payload only the first is known, so that G may come later; T, W and
/// G end at counts of 10,000 and 100; 24 letters are kept.
struct TCPConnection {
    private(set) var forward = TCPEndpoint()
    private(set) var reverse = TCPEndpoint()
    private var letters = TCPHistory()
    /// The time of the newest SYN before the SYN+ACK, and then the handshake's duration; which of
    /// them, if any, the forward endpoint's marks tell.
    private var handshakeNanoseconds: Int64 = 0
    /// The sequence number of the newest SYN without ACK.
    private var synSequence: UInt32 = 0
    /// What acknowledges the FIN of the direction that sent its own last.
    private var lastFINAcknowledgement: UInt32 = 0

    /// A connection before its first packet.
    ///
    /// - Parameter isTurned: Whether the flow was turned round: the sender of the first packet is
    ///   the reverse endpoint.
    init(isTurned: Bool = false) {
        if isTurned { letters.append(.turned, isReverse: true) }
    }

    /// Zeek's `history`.
    var history: String { letters.text }

    /// From the newest SYN before the SYN+ACK to the acknowledgement of the SYN+ACK, both of the
    /// forward endpoint and as they passed the sensor, so the round-trip time between the ends of
    /// the connection; nil where one of the three wasn't seen.
    var handshakeRTTNanoseconds: Int64? {
        forward.marks.contains(.timedHandshake) ? handshakeNanoseconds : nil
    }

    /// True once the handshake was finished or data went both ways.
    var isEstablished: Bool {
        let both = forward.marks.intersection(reverse.marks)
        let either = forward.marks.union(reverse.marks)
        return either.contains(.acknowledgedSYN) || both.contains(.payload)
    }

    /// True for the SYN of another connection than the one seen, which a retransmission isn't.
    func isNewConnection(_ packet: PacketSummary) -> Bool {
        guard packet.isPureSYN else { return false }
        let either = forward.marks.union(reverse.marks)
        return !either.contains(.pureSYN) || packet.tcpSequence != synSequence
    }

    /// Begins the counts of a new segment.
    mutating func beginSegment() {
        forward.beginSegment()
        reverse.beginSegment()
    }

    /// Takes in a TCP packet.
    ///
    /// - Returns: True when it closes the connection: RST, or the acknowledgement of the last FIN
    ///   when both directions have sent theirs.
    mutating func add(_ packet: PacketSummary, isReverse: Bool) -> Bool {
        if packet.isFragment && packet.transportHeaderBytes < 20 {
            addHeaderless(packet, isReverse: isReverse)
            return false
        } else if isReverse {
            Self.step(&reverse, &forward, packet, isReverse: true, &letters)
        } else {
            time(packet)
            Self.step(&forward, &reverse, packet, isReverse: false, &letters)
        }
        return settle(packet, isReverse: isReverse)
    }

    /// Takes in a fragment without a header, of which nothing but the length is known.
    private mutating func addHeaderless(_ packet: PacketSummary, isReverse: Bool) {
        var sender = isReverse ? reverse : forward
        sender.append(octets: packet.payloadBytes)
        if packet.payloadBytes > 0 { sender.marks.insert(.payload) }
        if isReverse { reverse = sender } else { forward = sender }
    }

    /// Takes the times of the handshake from a packet of the forward endpoint.
    private mutating func time(_ packet: PacketSummary) {
        guard !forward.marks.contains(.timedHandshake) else { return }
        if !reverse.marks.contains(.synAck) {
            guard packet.isPureSYN else { return }
            handshakeNanoseconds = packet.time.nanoseconds
            forward.marks.insert(.timedSYN)
        } else if packet.tcpFlags.contains(.ack), packet.tcpFlags.isDisjoint(with: [.syn, .rst]),
            forward.marks.contains(.timedSYN),
            TCPEndpoint.distance(packet.tcpAcknowledgement, reverse.start) > 0
        {
            let begin = Timestamp(nanoseconds: handshakeNanoseconds)
            handshakeNanoseconds = max(0, packet.time.nanoseconds(since: begin))
            forward.marks.insert(.timedHandshake)
        }
    }

    /// Takes in what a packet says of handshake, data and close.
    ///
    /// - Returns: Whether the packet closes the connection.
    private mutating func settle(_ packet: PacketSummary, isReverse: Bool) -> Bool {
        let flags = packet.tcpFlags
        var sent = isReverse ? reverse.marks : forward.marks
        var received = isReverse ? forward.marks : reverse.marks
        if packet.payloadBytes > 0 { sent.insert(.payload) }
        let isReset = flags.contains(.rst)
        if !isReset {
            if packet.isPureSYN {
                sent.insert(.pureSYN)
                synSequence = packet.tcpSequence
            } else if flags.contains(.syn) {
                sent.insert(.synAck)
            } else if flags.contains(.ack) && received.contains(.synAck) {
                sent.insert(.acknowledgedSYN)
            }
            if flags.contains(.fin) && !sent.contains(.anyFIN) {
                sent.formUnion([.anyFIN, .sentLastFIN])
                received.remove(.sentLastFIN)
                lastFINAcknowledgement = packet.finPosition &+ 1
            }
        }
        if isReverse {
            reverse.marks = sent
            forward.marks = received
        } else {
            forward.marks = sent
            reverse.marks = received
        }
        return isReset
            || flags.contains(.ack) && sent.contains(.anyFIN)
                && received.isSuperset(of: [.anyFIN, .sentLastFIN])
                && TCPEndpoint.distance(packet.tcpAcknowledgement, lastFINAcknowledgement) >= 0
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
