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
    /// Whether payload is looked into, for labels, names and entropy; it stays at the sensor.
    public var isInspecting: Bool
    /// A flow without a packet for this long is over for the inspection; the meter's idle timeout.
    public var idleTimeoutNanoseconds: Int64
    /// A batch is sent when it has this many rows.
    public var batchPackets: Int
    /// On an interface, every partition is sent something after this long.
    public var flushIntervalMilliseconds: Int64

    /// How much of each packet is captured from an interface where payload is looked into.
    public static let inspectedSnapshotBytes = 2048
    /// How much of each packet is captured from an interface for its headers alone.
    public static let headerSnapshotBytes = 256

    /// An agent's configuration with the defaults: payload is looked into, batches of a thousand.
    ///
    /// Without a number of its own, `snapshotBytes` is what the inspection needs.
    public init(
        inputs: [Input], sensor: String? = nil, filter: String? = nil, snapshotBytes: Int? = nil,
        isInspecting: Bool = true, idleTimeoutNanoseconds: Int64 = 120_000_000_000,
        batchPackets: Int = 1000, flushIntervalMilliseconds: Int64 = 50
    ) {
        self.isInspecting = isInspecting
        self.idleTimeoutNanoseconds = idleTimeoutNanoseconds
        self.inputs = inputs
        self.sensor = sensor
        self.filter = filter
        self.snapshotBytes =
            snapshotBytes
            ?? (isInspecting ? Self.inspectedSnapshotBytes : Self.headerSnapshotBytes)
        self.batchPackets = batchPackets
        self.flushIntervalMilliseconds = flushIntervalMilliseconds
    }
}
