import NetworkModel
import PacketDecoding
import TestSupport
import Testing

/// What a decoder made of one frame.
enum DecodedFrame: Equatable {
    case packet(PacketSummary)
    case skipped(SkippedPacket)

    /// The packet's summary; records an issue if the frame was skipped.
    func summary(sourceLocation: SourceLocation = #_sourceLocation) -> PacketSummary {
        switch self {
        case .packet(let summary): return summary
        case .skipped(let skipped):
            Issue.record(
                "The frame was skipped as \(skipped.reason).", sourceLocation: sourceLocation)
            return PacketSummary()
        }
    }

    /// Why the frame was skipped; nil if it wasn't.
    var reason: SkipReason? {
        guard case .skipped(let skipped) = self else { return nil }
        return skipped.reason
    }
}

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

/// The addresses that these tests use.
enum Host {
    static let a = IPAddress.literal("10.1.2.3")
    static let b = IPAddress.literal("192.0.2.200")
    static let a6 = IPAddress.literal("2001:db8::1:2")
    static let b6 = IPAddress.literal("fe80::ffee:ddcc:bbaa:9988")
}
