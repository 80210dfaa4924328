/// One statistic of one window of one sensor: a record of `statistics`.
public struct StatisticRecord: Hashable, Sendable {
    /// Whose packets.
    public var sensorSession: SensorSession
    /// What the statistic is about: `sensor` for the whole sensor.
    public var entity: String
    /// Which statistic.
    public var statistic: TrafficStatistic
    /// The end of the window.
    public var windowEnd: Timestamp
    /// The length of the window.
    public var windowNanoseconds: Int64
    /// The value; nil where it isn't defined (nothing to divide by).
    public var value: Double?
    /// Above it is an alarm; in force before this value; nil until calibrated.
    public var thresholdUp: Double?
    /// Below it is an alarm; in force before this value; nil until calibrated.
    public var thresholdDown: Double?
    /// How likely a value at least as extreme is in normal traffic; nil until calibrated.
    public var probability: Double?
    /// What the detector made of the value.
    public var state: DetectorState
    /// True where the session began or ended inside the window: the value isn't judged.
    public var isPartialWindow: Bool
    /// The counts that the value was made from, by name.
    public var counters: [(name: String, count: UInt64)]

    /// A record of one statistic.
    public init(
        sensorSession: SensorSession, entity: String, statistic: TrafficStatistic,
        windowEnd: Timestamp, windowNanoseconds: Int64, value: Double?, thresholdUp: Double?,
        thresholdDown: Double?, probability: Double?, state: DetectorState, isPartialWindow: Bool,
        counters: [(name: String, count: UInt64)]
    ) {
        self.sensorSession = sensorSession
        self.entity = entity
        self.statistic = statistic
        self.windowEnd = windowEnd
        self.windowNanoseconds = windowNanoseconds
        self.value = value
        self.thresholdUp = thresholdUp
        self.thresholdDown = thresholdDown
        self.probability = probability
        self.state = state
        self.isPartialWindow = isPartialWindow
        self.counters = counters
    }
}

extension StatisticRecord {
    /// Compares all fields.
    public static func == (left: StatisticRecord, right: StatisticRecord) -> Bool {
        left.sensorSession == right.sensorSession && left.entity == right.entity
            && left.statistic == right.statistic && left.windowEnd == right.windowEnd
            && left.windowNanoseconds == right.windowNanoseconds && left.value == right.value
            && left.thresholdUp == right.thresholdUp && left.thresholdDown == right.thresholdDown
            && left.probability == right.probability && left.state == right.state
            && left.isPartialWindow == right.isPartialWindow
            && left.counters.count == right.counters.count
            && zip(left.counters, right.counters).allSatisfy { $0 == $1 }
    }

    /// Feeds what tells two records apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(sensorSession)
        hasher.combine(statistic)
        hasher.combine(windowEnd)
    }
}
