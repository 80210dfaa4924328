public import Metrics
import Synchronization

/// A number that only grows, counted from any thread.
public final class Counter: Sendable {
    /// The name: `weir_<noun>_<unit>_total`.
    public let name: String
    /// What is counted, in a phrase.
    public let help: String
    /// What tells it from others of the same name.
    public let labels: [MetricLabel]
    private let count = Atomic<UInt64>(0)

    /// The registry makes them.
    init(name: String, help: String, labels: [MetricLabel]) {
        self.name = name
        self.help = help
        self.labels = labels
    }

    /// How much was counted.
    public var value: UInt64 { count.load(ordering: .relaxed) }

    /// Counts.
    public func add(_ amount: UInt64 = 1) {
        count.wrappingAdd(amount, ordering: .relaxed)
    }
}
