import NetworkModel
import PacketCapture
import PacketDecoding

@testable import ApplicationDecoding

/// What the payload of a capture's TCP and UDP packets says, by 5-tuple.
struct DecodedFlows {
    /// By the tuple in order, so that both directions meet.
    private(set) var flows: [FiveTuple: DecodedFlow] = [:]

    /// Reads a capture file to its end; a file that ends early is read as far as it goes.
    init(path: String) throws(CaptureError) {
        let file = try CaptureFile(path: path)
        var decoder = PacketDecoder(linkType: file.linkType)
        var summary = PacketSummary()
        var skipped = SkippedPacket()
        do throws(CaptureError) {
            while true {
                let status = try file.next { captured, wireBytes, time in
                    guard
                        decoder.decode(
                            captured, wireBytes: wireBytes, time: time, summary: &summary,
                            skipped: &skipped),
                        summary.transport == .tcp || summary.transport == .udp
                    else { return }
                    add(captured.extracting(decoder.payload), summary)
                }
                guard status == .packet else { break }
            }
        } catch {}
        for key in flows.keys {
            if let packet = flows[key]?.firstPacket { flows[key]?.decoder.finish(packet) }
        }
    }

    /// The flow of a 5-tuple, whoever spoke first.
    subscript(_ tuple: FiveTuple) -> DecodedFlow? { flows[tuple.bothWays] }

    private mutating func add(_ payload: RawSpan, _ packet: PacketSummary) {
        let tuple = FiveTuple(packet)
        var flow = flows.removeValue(forKey: tuple.bothWays) ?? DecodedFlow(packet)
        if packet.isFragment || payload.byteCount < Int(packet.payloadBytes) {
            flow.isBlurred = true
        }
        flow.decoder.add(payload, of: packet, isReverse: tuple != flow.tuple)
        flows[tuple.bothWays] = flow
    }
}
