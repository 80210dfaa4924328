import NetworkModel

extension DirectionStatistics {
    /// Counts a packet of the direction, all but its gap.
    ///
    /// Sums wrap and counts of flags stay at their maximum, since a packet's lengths may be
    /// anything and must not stop the meter.
    mutating func add(_ packet: PacketSummary) {
        if packets == 0 {
            minimumFrameBytes = packet.frameBytes
            maximumFrameBytes = packet.frameBytes
            initialFlags = packet.tcpFlags
        } else {
            minimumFrameBytes = min(minimumFrameBytes, packet.frameBytes)
            maximumFrameBytes = max(maximumFrameBytes, packet.frameBytes)
        }
        packets &+= 1
        let frame = UInt64(packet.frameBytes)
        frameBytes &+= frame
        squaredFrameBytes &+= frame &* frame
        ipBytes &+= UInt64(packet.ipBytes)
        payloadBytes &+= UInt64(packet.payloadBytes)
        if packet.payloadBytes > 0 { nonemptyPackets &+= 1 }
        unionFlags.formUnion(packet.tcpFlags)
        var flags = packet.tcpFlags.rawValue
        while flags != 0 {
            let bit = flags.trailingZeroBitCount
            if flagPackets[bit] < .max { flagPackets[bit] &+= 1 }
            flags &= flags &- 1
        }
    }
}
