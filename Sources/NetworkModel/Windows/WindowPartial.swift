/// What one meter task counted of one window of one sensor's session.
///
/// Partials of the same window merge to the same result in any order.
public struct WindowPartial: Hashable, Sendable, Codable {
    /// The most hosts kept a side; those with the lowest hashes stay, so that the choice doesn't
    /// depend on how packets were spread over partitions.
    public static let hostLimit = 1024
    /// The most flow samples kept; those with the lowest uids stay.
    public static let flowSampleLimit = 10

    /// The window's number: its start divided by its length, both since the epoch.
    public var index: Int64
    /// The counters.
    public var counters = WindowCounters()
    /// Senders, by address; at most `hostLimit`.
    public var sources: [HostSample] = []
    /// Receivers, by address; at most `hostLimit`.
    public var destinations: [HostSample] = []
    /// Flows that began in the window, by uid; at most `flowSampleLimit`.
    public var flows: [FlowSample] = []

    /// An empty partial of a window.
    public init(index: Int64) {
        self.index = index
    }
}
