/// One round of looks at a machine's occupied ports: a record of `ports`.
public struct PortRound: Hashable, Sendable {
    /// The machine, and the run of the agent on it.
    public var sensorSession: SensorSession
    /// The round's number in the session, from 1.
    public var number: UInt64
    /// When the round ended: a multiple of its length since 1970.
    public var end: Timestamp
    /// How long a round takes.
    public var lengthNanoseconds: Int64
    /// How many looks were taken.
    public var looks: UInt64
    /// True where a look that was due was left out, so that a port may be missing.
    public var isPartial: Bool
    /// The ports that were occupied in one of the looks at least.
    public var ports: OccupiedPorts

    /// A round.
    public init(
        sensorSession: SensorSession, number: UInt64, end: Timestamp, lengthNanoseconds: Int64,
        looks: UInt64, isPartial: Bool, ports: OccupiedPorts
    ) {
        self.sensorSession = sensorSession
        self.number = number
        self.end = end
        self.lengthNanoseconds = lengthNanoseconds
        self.looks = looks
        self.isPartial = isPartial
        self.ports = ports
    }
}
