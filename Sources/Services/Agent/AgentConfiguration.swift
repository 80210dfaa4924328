/// What an agent captures and how it cuts it up.
public struct AgentConfiguration: Sendable {
    /// Where packets come from.
    public enum Input: Hashable, Sendable {
        /// A capture file.
        case file(String)
        /// A network interface.
        case interface(String)
    }

    /// What to capture, one after the other.
    public var inputs: [Input]
    /// The sensor's name; nil for the default: `local` for files, the host's name for interfaces.
    public var sensor: String?
    /// A capture filter in pcap-filter syntax; nil for all packets.
    public var filter: String?
    /// How many bytes of each packet to capture from an interface.
    public var snapshotBytes: Int
    /// A batch is sent when it has this many rows.
    public var batchPackets: Int
    /// On an interface, every partition is sent something after this long.
    public var flushIntervalMilliseconds: Int64

    /// An agent's configuration with the defaults: headers only, batches of a thousand.
    public init(
        inputs: [Input], sensor: String? = nil, filter: String? = nil, snapshotBytes: Int = 256,
        batchPackets: Int = 1000, flushIntervalMilliseconds: Int64 = 200
    ) {
        self.inputs = inputs
        self.sensor = sensor
        self.filter = filter
        self.snapshotBytes = snapshotBytes
        self.batchPackets = batchPackets
        self.flushIntervalMilliseconds = flushIntervalMilliseconds
    }
}
