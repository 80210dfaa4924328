public import NetworkModel
public import PacketDecoding

/// Where packets come from: a capture file or an interface.
///
/// A source belongs to one thread.
public protocol PacketSource: AnyObject {
    /// What the frames begin with; the same for all packets of a source.
    var linkType: LinkType { get }

    /// The run of the capture that the packets belong to.
    var session: SessionIdentifier { get }

    /// Hands over the next packet: the captured bytes, the frame's length on the wire and the time.
    ///
    /// The bytes are the source's and end with the call of `body`. `body` is called if and only if
    /// the result is `packet`. After an error that is fatal every further call throws it again.
    func next(
        _ body: (_ captured: RawSpan, _ wireBytes: Int, _ time: Timestamp) -> Void
    ) throws(CaptureError) -> PacketSourceStatus

    /// What was handed over and what was lost so far.
    func counters() -> CaptureCounters
}
