import PipelineStages

/// What a retry of dead letters did.
public struct DeadLetterRetrySummary: Hashable, Sendable {
    /// The most letters that are named because they couldn't be retried; more are only counted.
    public static let maximumNamed = 20

    /// How many records went back to each topic, by its name on the bus.
    public internal(set) var published: [String: Int] = [:]
    /// Letters whose record had been published again before.
    public internal(set) var alreadyRetried = 0
    /// Letters whose record couldn't go back, all of them.
    public private(set) var refusals = 0
    /// Those of them that are named: the letter, `PARTITION:OFFSET`, and why.
    public private(set) var named: [String] = []

    /// How many records were published.
    public var publishedCount: Int { published.values.reduce(0, +) }

    /// Notes a letter whose record couldn't go back.
    mutating func refuse(_ place: DeadLetterPlace, _ reason: String) {
        refusals += 1
        if named.count < Self.maximumNamed { named.append("\(place): \(reason)") }
    }
}
