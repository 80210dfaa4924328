public import NetworkModel

/// How an agent cuts a session's packets into records.
public struct BatchAssemblerConfiguration: Sendable {
    /// The most rows a record may have: keeps a record of the widest rows below a megabyte.
    public static let maximumBatchPackets = 8192

    /// Whose packets.
    public var sensorSession: SensorSession
    /// The name of the `packets` topic on the bus.
    public var topic: String
    /// How many partitions that topic has.
    public var partitionCount: Int32
    /// A batch is sent when it has this many rows.
    public var batchPackets: Int
    /// How far a packet may lie behind the newest time without being late.
    public var allowedLatenessNanoseconds: Int64
    /// Every partition is sent something, if only the watermark, after this many packets.
    public var tickPackets: Int

    /// A configuration with the default tick of eight full batches a partition.
    public init(
        sensorSession: SensorSession, topic: String, partitionCount: Int32, batchPackets: Int,
        allowedLatenessNanoseconds: Int64 = 100_000_000
    ) {
        precondition((1...Self.maximumBatchPackets).contains(batchPackets), "batch out of range")
        precondition(partitionCount > 0, "a topic has at least one partition")
        self.sensorSession = sensorSession
        self.topic = topic
        self.partitionCount = partitionCount
        self.batchPackets = batchPackets
        self.allowedLatenessNanoseconds = allowedLatenessNanoseconds
        tickPackets = max(1024, 8 * batchPackets * Int(partitionCount))
    }
}
