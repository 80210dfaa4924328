import TopicEncoding

/// What `weir replay` copies, from where and where to.
public struct ReplayConfiguration: Sendable {
    /// The names of the topics that can be copied: those whose records say their event time.
    public static var topicNames: [String] {
        TopicName.allCases.filter { $0 != .deadLetters }.map(\.rawValue)
    }

    let topics: [TopicName]
    /// The bus that is read.
    public var source: BusOptions
    /// The bus that is written; its prefix is that of the copies.
    public var destination: BusOptions
    /// Whether the destination is a file to be kept: it is made, and its records never expire.
    public var isArchive: Bool
    /// The first event time to copy, in nanoseconds since 1970; nil for the oldest.
    public var fromNanoseconds: Int64?
    /// The event time at which copying ends, itself not copied, in nanoseconds since 1970; nil for
    /// the newest.
    public var toNanoseconds: Int64?
    /// How many times faster than it happened; nil for as fast as it goes.
    public var speed: Int64?

    /// A replay; nil where a name is none of `topicNames`.
    public init?(
        topics names: [String], from source: BusOptions, to destination: BusOptions,
        isArchive: Bool
    ) {
        var topics: [TopicName] = []
        for name in names {
            guard Self.topicNames.contains(name), let topic = TopicName(rawValue: name) else {
                return nil
            }
            if !topics.contains(topic) { topics.append(topic) }
        }
        self.topics = topics
        self.source = source
        self.destination = destination
        self.isArchive = isArchive
    }

    /// The prefix that a text means which is a prefix or the whole name of one of the topics.
    public static func prefix(_ text: String) -> String {
        for topic in TopicName.allCases {
            let ending = topic.name(prefix: "")
            if text.hasSuffix(ending), text.count > ending.count {
                return String(text.dropLast(ending.count))
            }
        }
        return text
    }
}
