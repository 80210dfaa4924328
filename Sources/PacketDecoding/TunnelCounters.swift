/// What became of tunnels since the decoder was made; a nested tunnel counts for each of its own.
public struct TunnelCounters: Hashable, Sendable {
    /// Tunnels whose inner packet is the one that was decoded.
    public var opened: UInt64 = 0
    /// Headers of tunnels that carried no packet that could be decoded; the outer one stays.
    public var unopened: UInt64 = 0
    /// Tunnels in more tunnels than the decoder follows; the packet around them stays.
    public var tooDeep: UInt64 = 0

    /// Nothing seen.
    public init() {}

    /// Adds what became of tunnels in another decoder.
    public mutating func add(_ other: TunnelCounters) {
        opened += other.opened
        unopened += other.unopened
        tooDeep += other.tooDeep
    }
}
