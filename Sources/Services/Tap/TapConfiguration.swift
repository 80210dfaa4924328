import StreamProcessing
import TopicEncoding

/// What `weir tap` shows.
public struct TapConfiguration: Sendable {
    /// Where to begin.
    public enum Start: Hashable, Sendable {
        /// At the oldest record.
        case begin
        /// After the newest record.
        case end
        /// At the first record appended at or after a time, in milliseconds since the epoch.
        case appendTime(milliseconds: Int64)
    }

    /// The names of the topics that can be shown.
    public static var topicNames: [String] { TopicName.allCases.map(\.rawValue) }

    let topic: TopicName
    let start: StartOffset
    let untilEnd: Bool

    /// A tap; nil where no topic has that name.
    ///
    /// - Parameters:
    ///   - topic: One of `topicNames`.
    ///   - start: Where to begin.
    ///   - untilEnd: True to end once everything that is on the bus has been shown.
    public init?(topic: String, start: Start, untilEnd: Bool) {
        guard let name = TopicName(rawValue: topic) else { return nil }
        self.topic = name
        self.untilEnd = untilEnd
        self.start =
            switch start {
            case .begin: .oldest
            case .end: .newest
            case .appendTime(let milliseconds): .appendTime(milliseconds: milliseconds)
            }
    }
}
