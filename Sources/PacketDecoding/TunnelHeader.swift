internal import NetworkModel

/// What the header of a tunnel says: which one it is, and what it carries where.
///
/// Each function that makes one reads a header that begins at `range.lowerBound` of a packet that
/// ends at `range.upperBound`, which may lie behind the captured bytes. It returns nil for a header
/// that isn't what its number or port announces, was cut, or carries no packet.
struct TunnelHeader {
    var tunnel: Tunnel
    /// What the tunnel carries.
    var etherType: UInt16
    /// Where that begins.
    var offset: Int
    /// Where it ends.
    var end: Int

    init(
        _ kind: TunnelKind, _ identifier: UInt32, carrying etherType: UInt16, at offset: Int,
        end: Int
    ) {
        tunnel = Tunnel(kind: kind, identifier: identifier)
        self.etherType = etherType
        self.offset = offset
        self.end = end
    }

    /// A header behind which an IP packet begins whose version says which.
    init?(
        _ kind: TunnelKind, _ identifier: UInt32, _ captured: RawSpan, packetAt offset: Int,
        end: Int
    ) {
        guard offset < end && captured.has(1, at: offset),
            let number = EtherType.ofPacket(beginningWith: captured.byte(at: offset))
        else { return nil }
        self.init(kind, identifier, carrying: number, at: offset, end: end)
    }
}
