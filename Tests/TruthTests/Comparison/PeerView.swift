import NetworkModel

/// What peers see of packets and weir sees otherwise, and conversations marked for it.
struct PeerView {
    var marks = ConversationMarks()

    /// Takes the ports of protocols other than TCP and UDP away, as peers read none.
    static func dropPorts(_ packet: inout PacketSummary) {
        guard packet.transport != .tcp && packet.transport != .udp else { return }
        guard !packet.transport.isICMP else { return }
        packet.sourcePort = 0
        packet.destinationPort = 0
    }

    /// Why a capture isn't compared at all; nil where it is.
    static func exclusion(of metered: MeteredCapture) -> String? {
        if metered.error != nil { return "captures that end damaged" }
        if metered.skipped[.malformed] ?? 0 > 0 {
            return "captures with malformed packets, which weir counts as skipped"
        }
        return nil
    }
}
