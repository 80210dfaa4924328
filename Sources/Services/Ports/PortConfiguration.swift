import SocketTables

/// Whose ports are watched and in what rounds.
public struct PortConfiguration: Sendable {
    /// The sensor's name; nil for the host's.
    public var sensor: String?
    /// How long a round takes.
    public var roundNanoseconds: Int64
    /// Where the system's socket tables are.
    var tablesFolder = SocketTables.systemFolder

    /// The longest that the service's thread waits before it tells that it lives.
    static let pauseMilliseconds: Int64 = 1_000

    /// A configuration; port_anomaly_detector's rounds take a minute, too.
    public init(sensor: String? = nil, roundNanoseconds: Int64 = 60_000_000_000) {
        self.sensor = sensor
        self.roundNanoseconds = roundNanoseconds
    }
}
