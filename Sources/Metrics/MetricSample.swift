/// One series of a metric with its value now.
public struct MetricSample: Hashable, Sendable {
    /// What tells it from the metric's other series.
    public var labels: [MetricLabel]
    /// Its value.
    public var value: MetricValue

    /// A sample.
    public init(_ value: MetricValue, labels: [MetricLabel] = []) {
        self.labels = labels
        self.value = value
    }
}
