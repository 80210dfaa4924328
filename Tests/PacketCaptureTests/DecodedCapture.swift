import NetworkModel
import PacketCapture
import PacketDecoding

/// What decoding a whole capture gave.
struct DecodedCapture {
    /// By 5-tuple, with ICMP's type and code as ports.
    var table = ConversationTable()
    var packetCount = 0
    var skipped: [SkipReason: Int] = [:]
    var error: CaptureError?

    /// Reads and decodes a capture file to its end.
    ///
    /// `isCounted` chooses what enters the table.
    init(
        path: String, isCounted: (PacketSummary) -> Bool = { _ in true }
    ) throws(CaptureError) {
        let file = try CaptureFile(path: path)
        var decoder = PacketDecoder(linkType: file.linkType)
        var summary = PacketSummary()
        var skippedPacket = SkippedPacket()
        do throws(CaptureError) {
            while true {
                var isPacket = false
                let status = try file.next { captured, wireBytes, time in
                    isPacket = decoder.decode(
                        captured, wireBytes: wireBytes, time: time, summary: &summary,
                        skipped: &skippedPacket)
                }
                guard status == .packet else { return }
                packetCount += 1
                guard isPacket else {
                    skipped[skippedPacket.reason, default: 0] += 1
                    continue
                }
                guard isCounted(summary) else { continue }
                table.add(
                    from: Endpoint(address: summary.source, port: summary.sourcePort),
                    to: Endpoint(address: summary.destination, port: summary.destinationPort),
                    summary.transport, packets: 1, bytes: Int(summary.frameBytes))
            }
        } catch {
            self.error = error
        }
    }
}
