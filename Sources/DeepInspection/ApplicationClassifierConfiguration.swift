/// How far nDPI looks into a flow.
public struct ApplicationClassifierConfiguration: Hashable, Sendable {
    /// The most packets of a TCP flow, both directions together, that are inspected.
    ///
    /// ndpiReader inspects 81.
    public var maximumTCPPackets = 81
    /// The most packets of a UDP flow that are inspected.
    ///
    /// ndpiReader inspects 25.
    public var maximumUDPPackets = 25
    /// The most packets of any other flow that are inspected; nDPI knows most of these by their
    /// number at the first.
    public var maximumOtherPackets = 25
    /// After the protocol is known, inspect on for what its dissector still wants to see, such as
    /// a TLS certificate or the answer of HTTP, within the same limits.
    ///
    /// It finds more applications and risks: without it, the label is that of the first packet that
    /// names a protocol.
    public var inspectsAfterDetection = true
    /// Where the payload said nothing, guess by ports and addresses.
    public var guesses = true
    /// The most flows that are open at a time; each costs nDPI's 688 bytes and what its dissector
    /// allocates.
    public var maximumFlows = 1 << 16

    /// ndpiReader's limits.
    public init() {}
}
