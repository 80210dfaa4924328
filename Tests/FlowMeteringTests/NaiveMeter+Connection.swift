import NetworkModel

@testable import FlowMetering

extension NaiveMeter {
    /// What TCP did, by all packets of the flow; counts by those of the segment.
    func connection(_ flow: Flow) -> TCPSummary {
        var connection = TCPConnection(isTurned: isSYNACK(flow.packets[0]))
        for (place, packet) in flow.packets.enumerated() {
            if place == flow.segmentBegin { connection.beginSegment() }
            _ = connection.add(packet, isReverse: isReverse(packet, flow))
        }
        return connection.summary
    }
}
