import NetworkModel
import PipelineStages

/// What a run did.
public struct RunSummary: Sendable {
    /// Packets read from the inputs.
    public let packetsRead: UInt64
    /// Packets in flows.
    public let packetsInFlows: UInt64
    /// Packets in no flow, by reason, in the order of the reasons.
    public let skipped: [(reason: String, count: UInt64)]
    /// Packets that the capture lost.
    public let droppedPackets: UInt64
    /// Flow records.
    public let flows: UInt64
    /// Findings in payloads whose flow wasn't open any more when they came.
    public let annotationsUnmatched: UInt64
    /// Statistics.
    public let statistics: UInt64
    /// Windows completed, of all sessions.
    public let windows: UInt64
    /// How many windows of a session the detectors take to warm up and calibrate.
    public let windowsUntilJudged: UInt64
    /// Alerts; updates of one aren't counted again.
    public let alertCount: UInt64
    /// Records that this run added to each topic, in the catalogue's order.
    public let records: [(topic: String, count: Int64)]
    /// The alerts, newest revision each, oldest first; bounded.
    public let alerts: [AlertLine]
    /// How long it took, by the wall clock.
    public let seconds: Double

    init(
        agent: AgentTotals, meter: MeterTotals, detect: DetectTotals,
        records: [(topic: String, count: Int64)], alerts: [AlertLine],
        windowsUntilJudged: Int, seconds: Double
    ) {
        packetsRead = agent.packetsRead
        packetsInFlows = meter.packetsInFlows
        skipped = SkipReason.allCases.compactMap { reason in
            meter.packetsSkipped[reason].map { (reason.label, $0) }
        }
        droppedPackets = agent.capture.droppedByKernel + agent.capture.droppedByInterface
        flows = meter.flows
        annotationsUnmatched = meter.annotationsUnmatched
        statistics = detect.statistics
        windows = detect.windows
        self.windowsUntilJudged = UInt64(windowsUntilJudged)
        // A run that goes on where a killed one stopped shows that one's alerts too.
        alertCount = max(detect.alerts, UInt64(alerts.count))
        self.records = records
        self.alerts = alerts
        self.seconds = seconds
    }

    /// Packets in no flow.
    public var packetsSkipped: UInt64 { skipped.reduce(0) { $0 + $1.count } }

    /// Whether the bus had these captures already, so that this run added nothing.
    public var isRepeated: Bool {
        let added = records.first { $0.topic == "flows" }?.count ?? 0
        return flows > 0 && added == 0
    }

    /// Whether each packet that was read is in a flow or skipped under a reason.
    public var isBalanced: Bool { packetsRead == packetsInFlows + packetsSkipped }
}
