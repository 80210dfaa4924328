import Synchronization

/// The counters of a process, each once by its name.
public final class Counters: Sendable {
    private let counters = Mutex<[String: Counter]>([:])

    /// No counters.
    public init() {}

    /// The counter of a name; made where it doesn't exist yet.
    ///
    /// - Parameters:
    ///   - name: `weir_<noun>_<unit>_total`; another form is the caller's mistake.
    ///   - help: What is counted, in a phrase.
    public func counter(_ name: String, _ help: String) -> Counter {
        precondition(
            Self.isWellFormed(name), "A counter is named weir_<noun>_<unit>_total, not \(name).")
        return counters.withLock { counters in
            if let counter = counters[name] { return counter }
            let counter = Counter(name: name, help: help)
            counters[name] = counter
            return counter
        }
    }

    /// All counters by name.
    public var all: [Counter] {
        counters.withLock { $0.values.sorted { $0.name < $1.name } }
    }

    /// Whether a name has the form that all counters have.
    static func isWellFormed(_ name: String) -> Bool {
        let words = name.split(separator: "_", omittingEmptySubsequences: false)
        let hasOnlyLetters = words.allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7a || $0 >= 0x30 && $0 <= 0x39 }
        }
        return hasOnlyLetters && words.count >= 4 && words.first == "weir"
            && words.last == "total"
    }
}
