public import Metrics
import Synchronization

/// The counters of a process, each once by its name and labels.
public final class Counters: Sendable {
    private struct Key: Hashable {
        var name: String
        var labels: [MetricLabel]
    }

    private let counters = Mutex<[Key: Counter]>([:])

    /// No counters.
    public init() {}

    /// The counter of a name and labels; made where it doesn't exist yet.
    ///
    /// - Parameters:
    ///   - name: `weir_<noun>_<unit>_total`; another form is the caller's mistake.
    ///   - help: What is counted, in a phrase.
    ///   - labels: What tells it from others of the same name, from a bounded set.
    public func counter(
        _ name: String, _ help: String, labels: [MetricLabel] = []
    ) -> Counter {
        precondition(
            Self.isWellFormed(name), "A counter is named weir_<noun>_<unit>_total, not \(name).")
        return counters.withLock { counters in
            let key = Key(name: name, labels: labels)
            if let counter = counters[key] { return counter }
            let counter = Counter(name: name, help: help, labels: labels)
            counters[key] = counter
            return counter
        }
    }

    /// All counters by name and labels.
    public var all: [Counter] {
        counters.withLock { counters in
            counters.values.sorted { ($0.name, $0.order) < ($1.name, $1.order) }
        }
    }

    /// The counters as metrics, with their values now.
    public var families: [MetricFamily] {
        MetricFamily.merged(
            all.map { .counter($0.name, $0.help, $0.value, $0.labels) })
    }

    /// Whether a name has the form that all counters have.
    static func isWellFormed(_ name: String) -> Bool {
        let words = name.split(separator: "_", omittingEmptySubsequences: false)
        return words.count >= 4 && words.first == "weir" && MetricName.isWellFormed(name, .counter)
    }
}

extension Counter {
    /// The labels' values, to put counters of one name in order.
    fileprivate var order: String { labels.map(\.value).joined(separator: "\u{1}") }
}
