/// Where to look: the traffic behind an alert.
public struct AlertEvidence: Hashable, Sendable, Codable {
    /// Up to ten flows that began in the window.
    public var flows: [FlowSample] = []
    /// The hosts with the most of what the alert is about, both sides, most first.
    public var topTalkers: [TopTalker] = []
    /// The first instant of the traffic.
    public var start: Timestamp
    /// The first instant after the traffic.
    public var end: Timestamp
    /// A capture filter (pcap-filter syntax) that selects the packets in the sensor's capture.
    public var filter: String

    /// Evidence over a time range.
    public init(
        flows: [FlowSample], topTalkers: [TopTalker], start: Timestamp, end: Timestamp,
        filter: String
    ) {
        self.flows = flows
        self.topTalkers = topTalkers
        self.start = start
        self.end = end
        self.filter = filter
    }
}
