import NetworkModel
import TestSupport

/// Packets of a few hosts over some minutes: flows that idle out, close and come again, packets out
/// of order, IPv4 and IPv6.
enum RandomTraffic {
    static func packets(_ count: Int, random: inout SeededGenerator) -> [PacketSummary] {
        var time: Int64 = 1_700_000_000_000_000_000
        return (0..<count).map { _ in
            // Most gaps are short; some are longer than the idle timeout.
            let isLong = Int.random(in: 0..<400, using: &random) == 0
            time += Int64.random(in: 0...(isLong ? 150_000_000_000 : 40_000_000), using: &random)
            var packet = PacketSummary()
            let isLate = Int.random(in: 0..<20, using: &random) == 0
            let behind = isLate ? Int64.random(in: 0...300_000_000, using: &random) : 0
            packet.time = Timestamp(nanoseconds: time - behind)
            let hosts = (0..<2).map { _ in UInt32.random(in: 1...6, using: &random) }
            if Int.random(in: 0..<4, using: &random) == 0 {
                packet.source = IPAddress(high: 0xfd77 << 48, low: UInt64(hosts[0]))
                packet.destination = IPAddress(high: 0xfd77 << 48, low: UInt64(hosts[1]))
            } else {
                packet.source = IPAddress(v4: 0x0a00_0000 | hosts[0])
                packet.destination = IPAddress(v4: 0x0a00_0000 | hosts[1])
            }
            packet.transport = [.tcp, .tcp, .udp].randomElement(using: &random) ?? .tcp
            packet.sourcePort = UInt16.random(in: 1000...1003, using: &random)
            packet.destinationPort = UInt16.random(in: 1000...1003, using: &random)
            if packet.transport == .tcp {
                let flags: [TCPFlags] = [
                    [.syn], [.syn, .ack], [.ack], [.psh, .ack], [.fin, .ack],
                    [.rst],
                ]
                packet.tcpFlags = flags.randomElement(using: &random) ?? []
                packet.tcpSequence = UInt32.random(in: 0...2000, using: &random)
                packet.tcpAcknowledgement = UInt32.random(in: 0...2000, using: &random)
                packet.transportHeaderBytes = 20
            }
            packet.payloadBytes = UInt32.random(in: 0...1400, using: &random)
            packet.ipBytes = packet.payloadBytes + 40
            packet.frameBytes = packet.ipBytes + 14
            packet.timeToLive = 64
            return packet
        }
    }
}
