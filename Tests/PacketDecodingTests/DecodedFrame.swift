import NetworkModel
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
