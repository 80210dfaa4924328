/// What asking a packet source for the next packet came to.
@frozen
public enum PacketSourceStatus: Sendable {
    /// There was a packet, and the closure has had it.
    case packet
    /// Nothing came within the source's timeout; ask again.
    case timeout
    /// There are no more packets.
    case end
}
