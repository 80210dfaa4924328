/// What a record of the `packets` topic says beside its rows.
public struct BatchHeader: Hashable, Sendable, Codable {
    /// Whose packets.
    public var sensorSession: SensorSession
    /// The partition that the batch was made for.
    public var partition: Int32
    /// How many partitions the topic had when the batch was made.
    public var partitionCount: Int32
    /// Counts the session's batches for this partition from 0; a gap is loss, a repeat a copy.
    public var sequence: UInt64
    /// The session's first packet's time.
    public var sessionStart: Timestamp
    /// No packet that isn't late will come with an earlier time.
    public var watermark: Timestamp
    /// How far a packet may lie behind the newest time without being late; the watermark runs that
    /// far behind the sensor's clock.
    public var allowedLatenessNanoseconds: Int64
    /// True in the session's last batch for this partition.
    public var isEnd: Bool
    /// The capture's counters when the batch was made.
    public var capture: CaptureCounters

    /// A header.
    public init(
        sensorSession: SensorSession, partition: Int32, partitionCount: Int32, sequence: UInt64,
        sessionStart: Timestamp, watermark: Timestamp, allowedLatenessNanoseconds: Int64,
        isEnd: Bool, capture: CaptureCounters
    ) {
        self.sensorSession = sensorSession
        self.partition = partition
        self.partitionCount = partitionCount
        self.sequence = sequence
        self.sessionStart = sessionStart
        self.watermark = watermark
        self.allowedLatenessNanoseconds = allowedLatenessNanoseconds
        self.isEnd = isEnd
        self.capture = capture
    }
}
