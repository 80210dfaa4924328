import NetworkModel

/// What a statistic's detector made of one window.
struct StatisticJudgement: Sendable {
    /// The value that was judged.
    var statistic: StatisticValue
    /// The outcome.
    var state: DetectorState
    /// The side of an excess or alarm.
    var direction: DeviationDirection?
    /// How likely a value at least as far out is; nil where it wasn't judged.
    var probability: Double?
    /// The thresholds in force, in the statistic's unit; nil until calibrated.
    var thresholds: TailThresholds?
    /// The mean of the accepted values.
    var usualValue: Double
    /// The means of the counters in the same windows.
    var usualCounters: [Double]
}
