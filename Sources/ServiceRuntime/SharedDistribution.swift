public import Metrics
import Synchronization

/// A distribution that one thread adds to and others read: for what happens a few times a second.
public final class SharedDistribution: Sendable {
    private let state: Mutex<Distribution>

    /// A distribution of nothing.
    public init(bounds: [Double]) {
        state = Mutex(Distribution(bounds: bounds))
    }

    /// The distribution now.
    public var value: Distribution { state.withLock { $0 } }

    /// Takes in a value.
    public func add(_ value: Double) {
        state.withLock { $0.add(value) }
    }
}
