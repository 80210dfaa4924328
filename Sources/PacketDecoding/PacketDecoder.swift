public import NetworkModel

/// Reads the headers of captured frames of one capture.
///
/// Knows tags, labels, PPPoE and PPP, 802.11, ARP, IPv4, IPv6 with its extension headers, the
/// transports' headers, and tunnels: the packet inside takes the place of the one around it, which
/// stays where there is none. Lengths are taken from the headers, so that neither Ethernet's
/// padding nor a short snaplen changes them.
public struct PacketDecoder: Sendable {
    /// What the frames begin with.
    public let linkType: LinkType
    /// Where the innermost IP header of the packet that was decoded last begins in its frame.
    ///
    /// Of a frame that was skipped this, `payloadOffset` and `payload` say nothing.
    public private(set) var ipOffset = 0
    /// Where what the transport carries begins; it may lie behind the captured bytes.
    public private(set) var payloadOffset = 0
    private var packetEnd = 0
    private var capturedBytes = 0
    /// What became of tunnels so far.
    public internal(set) var tunnelCounters = TunnelCounters()
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
        summary.frameBytes = UInt32(clamping: cursor.end)
        guard let reason = decodeLink(captured, &cursor, &summary) else {
            locate(captured.byteCount, cursor, summary)
            return true
        }
        skipped = SkippedPacket()
        skipped.time = time
        skipped.frameBytes = summary.frameBytes
        skipped.etherType = cursor.etherType
        skipped.reason = reason
        skipped.arpSender = cursor.arpSender
        return false
    }

    /// The captured bytes of what the transport carries: at most the summary's `payloadBytes`, so
    /// that padding never counts, and empty where none was captured.
    public var payload: Range<Int> {
        min(payloadOffset, capturedBytes)..<min(packetEnd, capturedBytes)
    }

    /// The payload is what ends the IP packet, whatever headers came before it.
    @inline(__always)
    private mutating func locate(
        _ capturedBytes: Int, _ cursor: HeaderCursor, _ summary: PacketSummary
    ) {
        // Sums of an offset in the frame and of 32-bit lengths: none overflows.
        ipOffset = cursor.ipOffset
        packetEnd = cursor.ipOffset &+ Int(summary.ipBytes)
        payloadOffset = packetEnd &- Int(summary.payloadBytes)
        self.capturedBytes = capturedBytes
    }
}
