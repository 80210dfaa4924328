/// What tells the series of one metric from each other.
///
/// Values come from closed or bounded sets: topics, partitions, reasons; never addresses, sensors
/// or names that were seen in traffic.
public struct MetricLabel: Hashable, Sendable {
    /// The name, as `reason`.
    public let name: String
    /// The value.
    public let value: String

    /// A label; a name that Prometheus can't take is the caller's mistake.
    public init(_ name: String, _ value: String) {
        precondition(MetricName.isWord(name), "A label is named like a variable, not \(name).")
        self.name = name
        self.value = value
    }
}
