internal import NetworkModel

/// How far into a frame the decoder has come.
struct HeaderCursor {
    /// Where the next header begins.
    var offset = 0
    /// Where the innermost IP header begins.
    var ipOffset = 0
    /// The innermost EtherType so far; 0 before there was one.
    var etherType: UInt16 = 0
    /// How many more nested headers may be followed.
    var headersLeft = DecodingLimit.nestedHeaders
    /// The IPv4 address that an ARP packet claims.
    var arpSender = IPAddress(v4: 0)
    /// The frame's length on the wire, never less than what was captured.
    let wireBytes: Int

    init(wireBytes: Int) {
        self.wireBytes = wireBytes
    }

    /// Why `count` bytes at the cursor aren't there: the frame had none, or they weren't captured.
    @inline(never)
    func reasonWithout(_ count: Int) -> SkipReason {
        offset + count > wireBytes ? .malformed : .truncated
    }

    /// Counts one more nested header; false if there were too many.
    @inline(__always)
    mutating func descend() -> Bool {
        headersLeft -= 1
        return headersLeft >= 0
    }
}
