internal import NetworkModel

/// How far into a frame the decoder has come.
struct HeaderCursor {
    /// Where the next header begins.
    var offset = 0
    /// Where the innermost IP header begins.
    var ipOffset = 0
    /// Where what is being decoded ends: the frame's length on the wire, never less than what was
    /// captured, or the end of what a tunnel carries.
    var end: Int
    /// How many more nested headers may be followed.
    var headersLeft = DecodingLimit.nestedHeaders
    /// How many more tunnels may be entered.
    var tunnelsLeft = DecodingLimit.nestedTunnels
    /// The innermost EtherType so far; 0 before there was one.
    var etherType: UInt16 = 0
    /// True if an IP packet outside is longer than its frame, so that one inside may be too.
    var isCut = false
    /// The IPv4 address that an ARP packet claims.
    var arpSender = IPAddress(v4: 0)

    init(wireBytes: Int) {
        end = wireBytes
    }

    /// Why `count` bytes at the cursor aren't there: the frame had none, or they weren't captured.
    @inline(never)
    func reasonWithout(_ count: Int) -> SkipReason {
        offset + count > end ? .malformed : .truncated
    }

    /// Counts one more nested header; false if there were too many.
    @inline(__always)
    mutating func descend() -> Bool {
        headersLeft -= 1
        return headersLeft >= 0
    }

    /// Whether an IP packet may say that it is longer than what is there.
    ///
    /// A frame may have been cut without a trace, or captured before the interface filled in the
    /// length. What a tunnel carries fits in it, unless that holds of the packet outside; else it
    /// isn't what it looks like.
    @inline(never)
    mutating func allowsOverrun() -> Bool {
        if tunnelsLeft == DecodingLimit.nestedTunnels { isCut = true }
        return isCut
    }

    /// Whether the length of an IP packet at the cursor is one that it can have here.
    func fits(_ number: UInt16, _ captured: RawSpan) -> Bool {
        guard captured.has(6, at: offset) else { return false }
        let isV4 = number == EtherType.ipv4
        let length = Int(captured.word16(at: offset + (isV4 ? 2 : 4)))
        return isV4 ? length >= 20 && offset + length <= end : offset + 40 + length <= end
    }
}
