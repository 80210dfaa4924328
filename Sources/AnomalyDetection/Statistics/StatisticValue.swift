import NetworkModel

/// One statistic of one window.
struct StatisticValue: Sendable {
    /// Which statistic.
    var statistic: TrafficStatistic
    /// Its value; nil where it isn't defined.
    var value: Double?
    /// The counts that it was made from, by name: the numerator, then the denominator if there is
    /// one.
    var counters: [(name: String, count: UInt64)]
}
