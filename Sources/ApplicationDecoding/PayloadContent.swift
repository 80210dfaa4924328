internal import NetworkModel

/// What a flow's payload says, once it is in order.
struct PayloadContent {
    var forwardEntropy = PayloadEntropy()
    var reverseEntropy = PayloadEntropy()
    /// What reads the flow's protocol; nil while none was recognised.
    private(set) var decoder: (any PayloadDecoder)?
    /// Payloads looked at without recognising one.
    private var attempts: UInt8 = 0
    private var isGivenUp = false

    /// True when nothing but the entropies can change.
    var isApplicationDone: Bool { isGivenUp || decoder?.isDone == true }

    /// True when no more of this direction is looked at.
    func isDone(isReverse: Bool) -> Bool {
        isApplicationDone && (isReverse ? reverseEntropy.isFull : forwardEntropy.isFull)
    }

    /// Takes up the next bytes of a TCP stream.
    mutating func takeStream(
        _ payload: RawSpan, _ packet: PacketSummary, isReverse: Bool, isBehindGap: Bool
    ) {
        addEntropy(payload, isReverse)
        guard !isApplicationDone else { return }
        if decoder == nil {
            decoder = ProtocolRecognition.stream(
                payload, packet.sourcePort, packet.destinationPort)
            guard decoder != nil else {
                countAttempt(packet)
                return
            }
        }
        decoder?.take(payload, isReverse: isReverse, isBehindGap: isBehindGap)
    }

    /// Takes up a datagram.
    mutating func takeDatagram(_ payload: RawSpan, _ packet: PacketSummary, _ isReverse: Bool) {
        addEntropy(payload, isReverse)
        guard !isApplicationDone else { return }
        if decoder == nil {
            decoder = ProtocolRecognition.datagram(
                payload, packet.sourcePort, packet.destinationPort)
            guard decoder != nil else {
                countAttempt(packet)
                return
            }
        }
        decoder?.take(payload, isReverse: isReverse, isBehindGap: false)
    }

    private mutating func addEntropy(_ payload: RawSpan, _ isReverse: Bool) {
        if isReverse {
            reverseEntropy.add(payload)
        } else {
            forwardEntropy.add(payload)
        }
    }

    private mutating func countAttempt(_ packet: PacketSummary) {
        attempts += 1
        let isUpgrading =
            packet.transport == .tcp
            && (ProtocolRecognition.turnsToTLS(packet.sourcePort)
                || ProtocolRecognition.turnsToTLS(packet.destinationPort))
        isGivenUp =
            attempts
            >= (isUpgrading ? PayloadLimit.attemptsBeforeUpgrade : PayloadLimit.attempts)
    }
}
