/// How far nDPI looks into a flow.
public struct ApplicationClassifierConfiguration: Hashable, Sendable {
    /// The most packets of a TCP flow, both directions together, until the flow is concluded.
    ///
    /// With 24, and 16 of UDP, one label in 3,000 differs from those of ndpiReader's limits.
    public var maximumTCPPackets = 24
    /// The most packets of a UDP flow.
    public var maximumUDPPackets = 16
    /// The most packets of any other flow; nDPI knows most of these by their number at the first.
    public var maximumOtherPackets = 16
    /// After the protocol is known, inspect on for what its dissector still wants to see, such as
    /// a TLS certificate or the answer of HTTP, within the same limits.
    ///
    /// It finds more applications and risks: without it, the label is that of the first packet that
    /// names a protocol.
    public var inspectsAfterDetection = true
    /// Don't show nDPI the TCP segments without payload that follow a flow's first packet, other
    /// than SYNs; they count as packets.
    public var passesOverEmptySegments = true
    /// Where the payload said nothing, guess by ports and addresses.
    public var guesses = true
    /// The most flows that are open at a time; each costs nDPI's 688 bytes and what its dissector
    /// allocates.
    public var maximumFlows = 1 << 16

    /// Limits that cost little and nearly no label.
    public init() {}

    /// What nDPI's own program does: 81 packets of TCP, 25 of UDP, all shown.
    public static var ndpiReader: ApplicationClassifierConfiguration {
        var configuration = ApplicationClassifierConfiguration()
        configuration.maximumTCPPackets = 81
        configuration.maximumUDPPackets = 25
        configuration.maximumOtherPackets = .max
        configuration.passesOverEmptySegments = false
        return configuration
    }
}
