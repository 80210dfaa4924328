public import NetworkModel

/// Makes packets between two hosts; times are in milliseconds of the sensor's clock.
public enum Packets {
    /// Who begins.
    public static let client = IPAddress(v4: 0x0a00_0001)
    /// Who answers.
    public static let server = IPAddress(v4: 0x0a00_0002)
    /// Where they were seen.
    public static let session = SensorSession(
        sensor: "north", session: SessionIdentifier(rawValue: 0x0102_0304_0506_0708))

    /// A time of the sensor's clock.
    public static func time(_ milliseconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: 1_700_000_000_000_000_000 + milliseconds * 1_000_000)
    }

    /// A UDP packet of the client, or of the server when `reply`.
    public static func udp(
        at milliseconds: Int64, reply: Bool = false, payload: UInt32 = 10, port: UInt16 = 5000
    ) -> PacketSummary {
        var packet = PacketSummary()
        packet.time = time(milliseconds)
        packet.transport = .udp
        packet.source = reply ? server : client
        packet.destination = reply ? client : server
        packet.sourcePort = reply ? 53 : port
        packet.destinationPort = reply ? port : 53
        packet.payloadBytes = payload
        packet.ipBytes = payload + 28
        packet.frameBytes = payload + 42
        return packet
    }

    /// A TCP packet of the client, or of the server when `reply`.
    public static func tcp(
        _ flags: TCPFlags, at milliseconds: Int64, reply: Bool = false, sequence: UInt32 = 0,
        acknowledgement: UInt32 = 0, payload: UInt32 = 0
    ) -> PacketSummary {
        var packet = udp(at: milliseconds, reply: reply, payload: payload)
        packet.transport = .tcp
        packet.tcpFlags = flags
        packet.tcpSequence = sequence
        packet.tcpAcknowledgement = acknowledgement
        return packet
    }

    /// An ICMP message of the client, or of the server when `reply`.
    public static func icmp(
        _ type: UInt16, code: UInt16 = 0, at milliseconds: Int64, reply: Bool = false
    ) -> PacketSummary {
        var packet = udp(at: milliseconds, reply: reply)
        packet.transport = .icmp
        packet.sourcePort = type
        packet.destinationPort = code
        return packet
    }

    /// An orderly connection of six packets, closed 5 ms after its start.
    public static func connection(at start: Int64, sequence: UInt32 = 100) -> [PacketSummary] {
        [
            tcp(.syn, at: start, sequence: sequence),
            tcp([.syn, .ack], at: start + 1, reply: true, sequence: 900, acknowledgement: 101),
            tcp(.ack, at: start + 2, sequence: 101, acknowledgement: 901),
            tcp([.fin, .ack], at: start + 3, sequence: 101, acknowledgement: 901),
            tcp([.fin, .ack], at: start + 4, reply: true, sequence: 901, acknowledgement: 102),
            tcp(.ack, at: start + 5, sequence: 102, acknowledgement: 902),
        ]
    }
}
