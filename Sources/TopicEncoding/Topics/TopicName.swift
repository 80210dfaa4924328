/// The topics, by the middle part of their names on the bus.
public enum TopicName: String, CaseIterable, Sendable {
    /// Batches of packet summaries, from the agents.
    case packets
    /// Flow records, from the meter.
    case flows
    /// Partial window counters, from the meter.
    case windows
    /// Rounds of a machine's occupied ports, from its agent.
    case ports
    /// Statistics of completed windows, from the detector.
    case statistics
    /// Alerts, from the detector.
    case alerts
    /// Records that a stage or a sink couldn't use.
    case deadLetters = "dead-letters"
    /// Snapshots of the meter's tasks.
    case meterState = "meter-state"
    /// Snapshots of the detector's tasks.
    case detectState = "detect-state"

    /// True for topics that only the stage that writes them reads.
    public var isInternal: Bool { self == .meterState || self == .detectState }

    /// The version in the topic's name; it changes when old readers can't read new records.
    public var majorVersion: Int { 1 }

    /// Counts additions that old readers don't notice.
    public var minorVersion: Int {
        switch self {
        case .flows, .packets, .deadLetters: 1
        case .windows, .ports, .statistics, .alerts, .meterState, .detectState: 0
        }
    }

    /// The topic's name on the bus: `<prefix>.<topic>.v<major>`.
    public func name(prefix: String) -> String {
        "\(prefix).\(rawValue).v\(majorVersion)"
    }
}
