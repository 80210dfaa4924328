/// One host of a window with its counters.
public struct HostSample: Hashable, Sendable, Codable {
    /// The host.
    public var address: IPAddress
    /// What it did.
    public var counters: HostCounters

    /// A host and what it did.
    public init(address: IPAddress, counters: HostCounters) {
        self.address = address
        self.counters = counters
    }

    /// What decides whether the host is kept: those with the lowest hashes stay.
    public var hash: UInt64 { DistinctCount.hash(of: address) }
}
