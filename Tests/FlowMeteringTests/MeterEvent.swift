import NetworkModel

/// What a table is given: a packet, or an annotation.
enum MeterEvent {
    case packet(PacketSummary)
    case annotation(FlowAnnotation)

    var annotation: FlowAnnotation? {
        if case .annotation(let annotation) = self { annotation } else { nil }
    }

    /// The packet, or one as the source of an annotation's tuple sends it.
    var packet: PacketSummary {
        switch self {
        case .packet(let packet): return packet
        case .annotation(let annotation):
            var packet = PacketSummary()
            packet.source = annotation.tuple.source
            packet.destination = annotation.tuple.destination
            packet.sourcePort = annotation.tuple.sourcePort
            packet.destinationPort = annotation.tuple.destinationPort
            packet.transport = annotation.tuple.transport
            packet.vlan = annotation.vlan
            packet.tunnel = annotation.tunnel
            return packet
        }
    }
}
