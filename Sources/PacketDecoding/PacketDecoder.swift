public import NetworkModel

/// Reads the headers of captured frames of one capture.
///
/// Knows VLAN tags, MPLS, PPPoE and PPP, ARP, IPv4, IPv6 with its extension headers, and the
/// transports' headers. What is inside a tunnel (GRE, IP in IP, VXLAN, …) isn't looked at: the
/// packet belongs to the tunnel's flow. Lengths are taken from the headers, so that neither
/// Ethernet's padding nor a short snaplen changes them.
public struct PacketDecoder: Sendable {
    /// What the frames begin with.
    public let linkType: LinkType
    var fragments = FragmentTable()

    /// A decoder for the frames of one capture.
    public init(linkType: LinkType) {
        self.linkType = linkType
    }

    /// What became of fragments so far.
    public var fragmentCounters: FragmentCounters { fragments.counters }

    /// Decodes one frame: fills `summary` and returns true, or fills `skipped` and returns false.
    ///
    /// `captured` may be shorter than the frame was on the wire. The value that isn't announced
    /// by the result holds nothing of use. The lateness of both is left at 0.
    public mutating func decode(
        _ captured: RawSpan, wireBytes: Int, time: Timestamp, summary: inout PacketSummary,
        skipped: inout SkippedPacket
    ) -> Bool {
        summary = PacketSummary()
        summary.time = time
        var cursor = HeaderCursor(wireBytes: max(wireBytes, captured.byteCount))
        summary.frameBytes = UInt32(clamping: cursor.wireBytes)
        guard let reason = decodeLink(captured, &cursor, &summary) else { return true }
        skipped = SkippedPacket()
        skipped.time = time
        skipped.frameBytes = summary.frameBytes
        skipped.etherType = cursor.etherType
        skipped.reason = reason
        skipped.arpSender = cursor.arpSender
        return false
    }
}
