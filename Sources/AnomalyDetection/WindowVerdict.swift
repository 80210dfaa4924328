public import NetworkModel

/// What detection made of one window.
public struct WindowVerdict: Hashable, Sendable {
    /// The ten statistics, in the order of `TrafficStatistic`.
    public var statistics: [StatisticRecord]
    /// Alerts that opened, went on or closed.
    public var alerts: [AlertRecord]

    /// Statistics and alerts of one window.
    public init(statistics: [StatisticRecord], alerts: [AlertRecord]) {
        self.statistics = statistics
        self.alerts = alerts
    }
}
