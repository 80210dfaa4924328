/// What a TCP connection did up to the end of a flow's record.
public struct TCPSummary: Hashable, Sendable {
    /// How the connection went, in the letters of Zeek's `conn_state`, such as `SF`.
    public var state: String
    /// What happened in order, in the letters of Zeek's `history`: upper case from the forward
    /// endpoint.
    public var history: String
    /// The handshake's round trip: the first acknowledgement after the SYN+ACK − the SYN; nil
    /// where it wasn't seen whole.
    public var handshakeRTTNanoseconds: Int64?
    /// Packets that carried again what the direction had sent.
    public var forwardRetransmittedPackets: UInt32
    /// Packets that carried again what the direction had sent.
    public var reverseRetransmittedPackets: UInt32
    /// Packets that filled a hole which later ones had left.
    public var forwardOutOfOrderPackets: UInt32
    /// Packets that filled a hole which later ones had left.
    public var reverseOutOfOrderPackets: UInt32

    /// A summary; every field is required.
    public init(
        state: String, history: String, handshakeRTTNanoseconds: Int64?,
        forwardRetransmittedPackets: UInt32, reverseRetransmittedPackets: UInt32,
        forwardOutOfOrderPackets: UInt32, reverseOutOfOrderPackets: UInt32
    ) {
        self.state = state
        self.history = history
        self.handshakeRTTNanoseconds = handshakeRTTNanoseconds
        self.forwardRetransmittedPackets = forwardRetransmittedPackets
        self.reverseRetransmittedPackets = reverseRetransmittedPackets
        self.forwardOutOfOrderPackets = forwardOutOfOrderPackets
        self.reverseOutOfOrderPackets = reverseOutOfOrderPackets
    }
}
