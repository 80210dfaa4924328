import NetworkModel
import TestSupport

@testable import FlowMetering

/// Runs packets through a connection; A is the client's, B the server's direction.
struct TCPSegments {
    var connection: TCPConnection
    private var milliseconds: Int64 = 0

    init(isTurned: Bool = false) {
        connection = TCPConnection(isTurned: isTurned)
    }

    /// Adds a packet one millisecond after the one before.
    ///
    /// Numbers are relative to 1000 for the client's and 5000 for the server's.
    @discardableResult
    mutating func add(
        _ flags: TCPFlags, reply: Bool = false, _ sequence: UInt32, _ acknowledgement: UInt32 = 0,
        payload: UInt32 = 0, window: UInt16 = 65_535
    ) -> Bool {
        milliseconds += 1
        var packet = Packets.tcp(
            flags, at: milliseconds, reply: reply,
            sequence: (reply ? 5000 : 1000) &+ sequence,
            acknowledgement: (reply ? 1000 : 5000) &+ acknowledgement, payload: payload)
        packet.tcpWindow = window
        return connection.add(packet, isReverse: reply)
    }

    /// Three packets, the last a pure acknowledgement.
    mutating func shakeHands() {
        add(.syn, 0)
        add([.syn, .ack], reply: true, 0, 1)
        add(.ack, 1, 1)
    }

    /// 100 octets each way.
    mutating func exchange() {
        add([.ack, .psh], 1, 1, payload: 100)
        add([.ack, .psh], reply: true, 1, 101, payload: 100)
    }

    var summary: TCPSummary { connection.summary }
    var text: String { summary.state + " " + summary.history }
}
