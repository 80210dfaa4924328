import NetworkModel

extension TCPConnection {
    /// What the record of the current segment says.
    var summary: TCPSummary {
        TCPSummary(
            state: state, history: history, handshakeRTTNanoseconds: handshakeRTTNanoseconds,
            forwardRetransmittedPackets: forward.retransmittedPackets,
            reverseRetransmittedPackets: reverse.retransmittedPackets,
            forwardOutOfOrderPackets: forward.outOfOrderPackets,
            reverseOutOfOrderPackets: reverse.outOfOrderPackets)
    }
}
