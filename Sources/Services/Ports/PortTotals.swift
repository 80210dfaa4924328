import NetworkModel

/// What a watch of ports has done.
public struct PortTotals: Hashable, Sendable {
    /// How many times the system's socket tables were read.
    public var looks: UInt64 = 0
    /// How many times they couldn't be read.
    public var failedLooks: UInt64 = 0
    /// Lines of the tables that couldn't be understood.
    public var unreadableLines: UInt64 = 0
    /// Rounds sent to `ports`.
    public var rounds: UInt64 = 0
    /// What the newest look found.
    var ports = OccupiedPorts()

    /// Nothing done.
    init() {}
}
