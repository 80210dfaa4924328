import TopicEncoding

/// What a replay did.
public struct ReplaySummary: Sendable {
    /// How many records were copied of each topic, in the catalogue's order.
    public internal(set) var copied: [(topic: String, records: Int)] = []
    /// False where it was told to stop before the end.
    public internal(set) var isComplete = true
    /// Records outside the range.
    public internal(set) var outside = 0
    /// Records whose event time couldn't be read.
    public internal(set) var timeless = 0
    /// The event time that there was to choose from: RFC 3339, first and last; nil for none.
    public internal(set) var available: (first: String, last: String)?

    /// How many records were copied.
    public var copiedCount: Int { copied.reduce(0) { $0 + $1.records } }
}
