import NetworkModel

@testable import ApplicationDecoding

/// Feeds texts and bytes to a decoder of one flow, as packets of TCP or UDP.
struct Payload {
    var decoder = ApplicationDecoder()
    let transport: TransportProtocol
    let clientPort: UInt16 = 40_000
    let serverPort: UInt16
    private var sequences: [UInt32] = [1000, 2_000_000]

    init(_ transport: TransportProtocol, serverPort: UInt16) {
        self.transport = transport
        self.serverPort = serverPort
    }

    /// The next bytes of a direction; of TCP they may be sent ahead of or behind their turn.
    mutating func send(
        _ bytes: some Sequence<UInt8>, fromServer: Bool = false, sequence: UInt32? = nil
    ) {
        let bytes = Array(bytes)
        let direction = fromServer ? 1 : 0
        var packet = packet(fromServer: fromServer)
        packet.payloadBytes = UInt32(bytes.count)
        packet.tcpFlags = .ack
        packet.tcpSequence = sequence ?? sequences[direction]
        if sequence == nil { sequences[direction] &+= UInt32(bytes.count) }
        // Any bytes make a span of bytes.
        decoder.add(unsafe bytes.span.bytes, of: packet, isReverse: fromServer)
    }

    /// A SYN whose stream begins where the next `send` does.
    mutating func open(fromServer: Bool = false, sequence: UInt32? = nil) {
        var packet = packet(fromServer: fromServer)
        packet.tcpFlags = .syn
        packet.tcpSequence = sequence ?? sequences[fromServer ? 1 : 0] &- 1
        let nothing: [UInt8] = []
        // Any bytes make a span of bytes.
        decoder.add(unsafe nothing.span.bytes, of: packet, isReverse: fromServer)
    }

    mutating func finish() { decoder.finish(packet(fromServer: false)) }

    private func packet(fromServer: Bool) -> PacketSummary {
        var packet = PacketSummary()
        packet.transport = transport
        packet.sourcePort = fromServer ? serverPort : clientPort
        packet.destinationPort = fromServer ? clientPort : serverPort
        return packet
    }
}
