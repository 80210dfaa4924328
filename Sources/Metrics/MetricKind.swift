/// What kind of number a metric is.
public enum MetricKind: String, Sendable {
    /// It only grows while the process lives.
    case counter
    /// It goes up and down.
    case gauge
    /// How often something took how long.
    case histogram
}
