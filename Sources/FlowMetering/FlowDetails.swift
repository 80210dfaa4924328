import NetworkModel

/// What few open flows have, kept outside the table of all: the bursts of a flow that was silent,
/// what was found in its payload, the number of a tunnel that differs by direction.
struct FlowDetails: Codable {
    /// A silence longer than this parts two bursts (CICFlowMeter's activity timeout).
    static let silenceNanoseconds: Int64 = 5_000_000_000

    /// What was found in the payload; an array of one, which is a reference and still a value.
    private var findings: [FlowFindings] = []
    /// The tunnel's number where it isn't part of the key.
    var tunnelIdentifier: UInt32 = 0
    /// The newest burst's first packet; nil until the segment's first silence.
    private var burstStart: Timestamp?
    private var active = GapStatistics()
    private var idle = GapStatistics()

    /// Counts the burst before a silence, and the silence.
    ///
    /// - Parameters:
    ///   - start: The segment's first packet.
    ///   - end: The newest packet before the silence.
    ///   - next: The packet after it.
    mutating func addSilence(start: Timestamp, end: Timestamp, next: Timestamp) {
        active.add(nanoseconds: end.nanoseconds(since: burstStart ?? start))
        idle.add(nanoseconds: next.nanoseconds(since: end))
        burstStart = next
    }

    /// The bursts, the last one with its end at the segment's newest packet, and the silences.
    func bursts(start: Timestamp, end: Timestamp) -> (active: GapStatistics, idle: GapStatistics) {
        var all = active
        all.add(nanoseconds: end.nanoseconds(since: burstStart ?? start))
        return (all, idle)
    }

    /// Forgets what belongs to a segment; what the payload said belongs to the flow.
    mutating func endSegment() {
        burstStart = nil
        active = GapStatistics()
        idle = GapStatistics()
    }

    /// Takes in an annotation.
    mutating func merge(_ annotation: FlowAnnotation, isReverse: Bool) {
        if findings.isEmpty { findings.append(FlowFindings()) }
        findings[0].merge(annotation, isReverse: isReverse)
    }

    /// Puts what was found in the payload into a record.
    func addFindings(to record: inout FlowRecord) {
        guard let found = findings.first else { return }
        record.forward.payloadEntropyBits = found.forwardEntropyBits
        record.reverse.payloadEntropyBits = found.reverseEntropyBits
        if !found.application.isEmpty { record.application = found.application }
    }
}
