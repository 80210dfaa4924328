import DeepInspection
import NetworkModel
import PacketCapture
import PacketDecoding

/// The labels of a capture's flows, as ndpiReader makes flows: no timeout ends one.
struct ClassifiedCapture {
    private struct Flow {
        var slot: ClassifierSlot
        var label: ApplicationLabel?
    }

    private(set) var labels: [FlowEnds: ApplicationLabel] = [:]
    private var flows: [FlowEnds: Flow] = [:]
    private var order: [FlowEnds] = []

    /// Reads a capture to its end, or to where it is damaged.
    init(path: String, classifier: ApplicationClassifier) throws {
        let file = try CaptureFile(path: path)
        var decoder = PacketDecoder(linkType: file.linkType)
        var summary = PacketSummary()
        var skipped = SkippedPacket()
        var clock = Timestamp(nanoseconds: 0)
        var status = PacketSourceStatus.packet
        while status == .packet {
            do {
                status = try file.next { captured, wireBytes, time in
                    clock = max(clock, time)
                    let isPacket = decoder.decode(
                        captured, wireBytes: wireBytes, time: time, summary: &summary,
                        skipped: &skipped)
                    if isPacket { inspect(captured, summary, clock, classifier) }
                }
            } catch {
                break
            }
        }
        for ends in order { conclude(ends, classifier) }
    }

    private mutating func inspect(
        _ captured: RawSpan, _ summary: PacketSummary, _ clock: Timestamp,
        _ classifier: ApplicationClassifier
    ) {
        guard let offset = captured.ipOffset(of: summary) else { return }
        let ends = FlowEnds(summary)
        if flows[ends] == nil {
            guard let slot = classifier.open(transport: summary.transport) else { return }
            flows[ends] = Flow(slot: slot)
            order.append(ends)
        }
        guard let flow = flows[ends], flow.label == nil else { return }
        let packet = captured.extracting(offset...)
        if classifier.inspect(flow.slot, ipPacket: packet, clock: clock) {
            conclude(ends, classifier)
        }
    }

    private mutating func conclude(_ ends: FlowEnds, _ classifier: ApplicationClassifier) {
        guard let flow = flows[ends], flow.label == nil else { return }
        let label = classifier.conclude(flow.slot)
        classifier.close(flow.slot)
        flows[ends]?.label = label
        labels[ends] = label
    }
}
