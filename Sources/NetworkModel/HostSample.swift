/// One host of a window with its counters and the hash that decides whether it is kept.
public struct HostSample: Hashable, Sendable {
    /// The host.
    public var address: IPAddress
    /// What it did.
    public var counters: HostCounters

    /// A host and what it did.
    public init(address: IPAddress, counters: HostCounters) {
        self.address = address
        self.counters = counters
    }
}
