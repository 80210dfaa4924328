import NetworkModel

@testable import ApplicationDecoding

/// One 5-tuple's payload of a whole capture.
struct DecodedFlow {
    /// As its first packet had it.
    let tuple: FiveTuple
    let firstPacket: PacketSummary
    var decoder = ApplicationDecoder()
    /// True if a second connection used the same 5-tuple, or frames were cut or fragmented.
    var isBlurred = false

    init(_ packet: PacketSummary) {
        firstPacket = packet
        tuple = FiveTuple(packet)
    }
}

extension FiveTuple {
    init(_ packet: PacketSummary) {
        self.init(
            source: packet.source, destination: packet.destination,
            sourcePort: packet.sourcePort, destinationPort: packet.destinationPort,
            transport: packet.transport)
    }

    var reversed: FiveTuple {
        FiveTuple(
            source: destination, destination: source, sourcePort: destinationPort,
            destinationPort: sourcePort, transport: transport)
    }

    /// The same for both directions.
    var bothWays: FiveTuple {
        (source, sourcePort) < (destination, destinationPort) ? self : reversed
    }
}
