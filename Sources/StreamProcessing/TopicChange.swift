/// What provisioning did to a topic.
public struct TopicChange: Hashable, Sendable {
    /// The kinds of change.
    public enum Kind: String, Hashable, Sendable {
        /// The topic didn't exist.
        case created
        /// Retention or sizes were set to what they should be.
        case updated
        /// It was as it should be.
        case unchanged
    }

    /// The topic's name on the bus.
    public var topic: String
    /// What was done.
    public var kind: Kind

    /// A change.
    public init(topic: String, kind: Kind) {
        self.topic = topic
        self.kind = kind
    }
}
