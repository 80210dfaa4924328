/// One flow, or one segment of a long one: what the meter writes to `flows`.
public struct FlowRecord: Hashable, Sendable {
    /// The flow's identifier.
    public var uid: FlowIdentifier
    /// Where and in which run of the capture it was seen.
    public var sensorSession: SensorSession
    /// The endpoints; source is the forward one.
    public var tuple: FiveTuple
    /// The outermost VLAN; nil where untagged or where VLANs are kept out of the key.
    public var vlan: UInt16?
    /// The second VLAN of the flow's first packet; nil where `vlan` is.
    public var innerVLAN: UInt16?
    /// The innermost tunnel that the packets came out of; where the directions have identifiers of
    /// their own, that of the flow's first packet.
    public var tunnel: Tunnel?
    /// The forward endpoint's address on the link, from the flow's first packet.
    public var sourceMAC = MACAddress.none
    /// The reverse endpoint's address on the link, from the flow's first packet.
    public var destinationMAC = MACAddress.none
    /// 0 for a flow's first record; counts up with each active timeout.
    public var segment: UInt32
    /// The first packet's time.
    public var start: Timestamp
    /// The newest packet's time; never before `start`.
    public var end: Timestamp
    /// Why the record was written.
    public var reason: FlowEndReason
    /// How far the flow got.
    public var state: FlowState
    /// From the sender of the first packet.
    public var forward: DirectionStatistics
    /// To the sender of the first packet.
    public var reverse: DirectionStatistics
    /// Gaps between consecutive packets of both directions merged.
    public var gaps: GapStatistics
    /// Of the first eight packets with payload, first one lowest; a set bit is a reverse packet.
    ///
    /// YAF's firstEightNonEmptyPacketDirections, but for flows of more than 32 packets with
    /// payload, where YAF lays the bits of later ones over them.
    public var firstDirections: UInt8
    /// First reverse packet − first forward packet; nil without a reverse packet, and where the
    /// reverse packet came first: in a flow turned round, or in a later segment.
    ///
    /// YAF's reverseFlowDelta is the same for a flow that begins with a forward packet.
    public var responseDelayNanoseconds: Int64?
    /// How long the bursts lasted: runs of packets, of both directions merged, without a silence
    /// over five seconds between them (CICFlowMeter's Active).
    ///
    /// Each burst counts, those of one packet with a duration of 0, which CICFlowMeter leaves out.
    public var active = GapStatistics()
    /// How long the silences over five seconds lasted (CICFlowMeter's Idle).
    public var idle = GapStatistics()
    /// What TCP did; nil for other protocols and where nothing was made of it.
    public var tcp: TCPSummary?
    /// What the payload said; nil where nothing did.
    public var application: ApplicationRecord?
    /// Where the endpoints are; nil where nothing is known.
    ///
    /// The meter adds it as a record leaves.
    public var places: FlowPlaces?

    /// A record of one flow; what a flow may have beyond this is set afterwards.
    public init(
        uid: FlowIdentifier, sensorSession: SensorSession, tuple: FiveTuple, vlan: UInt16?,
        segment: UInt32, start: Timestamp, end: Timestamp, reason: FlowEndReason,
        state: FlowState, forward: DirectionStatistics, reverse: DirectionStatistics,
        gaps: GapStatistics, firstDirections: UInt8, responseDelayNanoseconds: Int64?
    ) {
        self.uid = uid
        self.sensorSession = sensorSession
        self.tuple = tuple
        self.vlan = vlan
        self.segment = segment
        self.start = start
        self.end = end
        self.reason = reason
        self.state = state
        self.forward = forward
        self.reverse = reverse
        self.gaps = gaps
        self.firstDirections = firstDirections
        self.responseDelayNanoseconds = responseDelayNanoseconds
    }
}
