import NetworkModel
import PacketDecoding
import TestSupport

extension PacketDecoder {
    /// Decodes a frame of which `captured` bytes were kept; all, unless told otherwise.
    mutating func decode(
        _ frame: [UInt8], captured: Int? = nil, wireBytes: Int? = nil, seconds: Int64 = 1
    ) -> DecodedFrame {
        var summary = PacketSummary()
        var skipped = SkippedPacket()
        // An array of exactly the captured bytes, so that a read beyond them would trap.
        let bytes = Array(frame.prefix(captured ?? frame.count))
        let isPacket = unsafe decode(
            bytes.span.bytes, wireBytes: wireBytes ?? frame.count,
            time: Timestamp(nanoseconds: seconds * 1_000_000_000), summary: &summary,
            skipped: &skipped)
        return isPacket ? .packet(summary) : .skipped(skipped)
    }

    /// Decodes one frame with a new decoder.
    static func decode(
        _ frame: FrameLayer, linkType: LinkType = .ethernet, captured: Int? = nil,
        wireBytes: Int? = nil
    ) -> DecodedFrame {
        var decoder = PacketDecoder(linkType: linkType)
        return decoder.decode(frame.bytes, captured: captured, wireBytes: wireBytes)
    }
}
