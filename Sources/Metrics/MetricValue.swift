/// What one series of a metric says.
public enum MetricValue: Hashable, Sendable {
    /// A whole number.
    case count(UInt64)
    /// Any number.
    case number(Double)
    /// A distribution.
    case distribution(Distribution)
}
