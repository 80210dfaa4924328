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
    /// Statistics.
    public let statistics: UInt64
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
        records: [(topic: String, count: Int64)], alerts: [AlertLine], seconds: Double
    ) {
        packetsRead = agent.packetsRead
        packetsInFlows = meter.packetsInFlows
        skipped = SkipReason.allCases.compactMap { reason in
            meter.packetsSkipped[reason].map { (reason.label, $0) }
        }
        droppedPackets = agent.capture.droppedByKernel + agent.capture.droppedByInterface
        flows = meter.flows
        statistics = detect.statistics
        alertCount = detect.alerts
        self.records = records
        self.alerts = alerts
        self.seconds = seconds
    }

    /// Packets in no flow.
    public var packetsSkipped: UInt64 { skipped.reduce(0) { $0 + $1.count } }

    /// Whether each packet that was read is in a flow or skipped under a reason.
    public var isBalanced: Bool { packetsRead == packetsInFlows + packetsSkipped }
}
