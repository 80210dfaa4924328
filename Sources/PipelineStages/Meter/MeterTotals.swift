public import NetworkModel

/// What a meter has done, of one session or of all.
public struct MeterTotals: Hashable, Sendable, Codable {
    /// Batches counted.
    public var batches: UInt64 = 0
    /// Batches that had come before and were left out.
    public var repeatedBatches: UInt64 = 0
    /// Batches that never came, by the gaps in the sequence; it stays at its maximum.
    public var missingBatches: UInt64 = 0
    /// Packets in flows.
    public var packetsInFlows: UInt64 = 0
    /// Packets in no flow, by reason.
    public var packetsSkipped: [SkipReason: UInt64] = [:]
    /// Flow records written.
    public var flows: UInt64 = 0
    /// Of these, ended for want of room in the table.
    public var flowsEvicted: UInt64 = 0

    /// Findings in payloads that were added to their flows.
    public var annotations: UInt64 = 0
    /// Findings whose flow wasn't open: reported before, or evicted.
    public var annotationsUnmatched: UInt64 = 0

    /// Nothing done.
    public init() {}

    /// Adds what was done elsewhere.
    public mutating func add(_ other: MeterTotals) {
        batches += other.batches
        repeatedBatches += other.repeatedBatches
        // A batch says its own number, so that each session may claim to lack nearly 2^64.
        let (missing, isTooMany) = missingBatches.addingReportingOverflow(other.missingBatches)
        missingBatches = isTooMany ? .max : missing
        packetsInFlows += other.packetsInFlows
        for reason in SkipReason.allCases {
            guard let count = other.packetsSkipped[reason] else { continue }
            packetsSkipped[reason, default: 0] += count
        }
        flows += other.flows
        flowsEvicted += other.flowsEvicted
        annotations += other.annotations
        annotationsUnmatched += other.annotationsUnmatched
    }
}
