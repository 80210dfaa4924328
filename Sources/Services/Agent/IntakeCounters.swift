import DeepInspection
import FlowInspection
import NetworkModel
import PacketDecoding

/// What became of packets between the capture and the batches.
struct IntakeCounters: Hashable, Sendable {
    /// Packets that were decoded and go into flows.
    var decoded: UInt64 = 0
    /// Packets dated far ahead of those before and behind them; they have the sensor's clock as
    /// their time.
    var misdated: UInt64 = 0
    /// Packets that go into no flow, by the reason's number.
    private var skippedByReason = [UInt64](
        repeating: 0, count: 1 + Int(SkipReason.allCases.map(\.rawValue).max() ?? 0))
    /// What became of fragments.
    var fragments = FragmentCounters()
    /// What became of tunnels.
    var tunnels = TunnelCounters()
    /// What the inspection of payloads has done.
    var inspection = FlowInspectorCounters()
    /// What the classifier has done.
    var classification = ApplicationClassifierCounters()

    /// How many packets go into no flow for a reason.
    func skipped(_ reason: SkipReason) -> UInt64 { skippedByReason[Int(reason.rawValue)] }

    /// Counts a packet that goes into no flow.
    mutating func countSkipped(_ reason: SkipReason) {
        skippedByReason[Int(reason.rawValue)] += 1
    }

    /// Adds what became of another session's packets.
    func adding(_ other: IntakeCounters) -> IntakeCounters {
        var sum = self
        sum.decoded += other.decoded
        sum.misdated += other.misdated
        for index in skippedByReason.indices {
            sum.skippedByReason[index] += other.skippedByReason[index]
        }
        sum.fragments.add(other.fragments)
        sum.tunnels.add(other.tunnels)
        sum.inspection.add(other.inspection)
        sum.classification.add(other.classification)
        return sum
    }
}
