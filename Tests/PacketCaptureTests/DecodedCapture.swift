import NetworkModel
import PacketCapture
import PacketDecoding

/// What decoding a whole capture gave.
struct DecodedCapture {
    var packetCount = 0
    /// Packets that have a summary.
    var decodedCount = 0
    var skipped: [SkipReason: Int] = [:]
    var error: CaptureError?

    /// Reads and decodes a capture file to its end.
    init(path: String) throws(CaptureError) {
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
                if isPacket {
                    decodedCount += 1
                } else {
                    skipped[skippedPacket.reason, default: 0] += 1
                }
            }
        } catch {
            self.error = error
        }
    }
}
