import FlowMetering
import Foundation
import NetworkModel

/// The meter with many flows open at once: every round each of them gets one packet, in an order
/// that looks random, forward and reverse in turn.
struct OpenFlows {
    let count: Int
    /// Below the idle timeout, whatever the number of flows.
    private static let nanosecondsOfRound: Int64 = 2_000_000_000

    /// As many packets as a batch of the topic may have are at hand at once.
    private static let groupPackets = 256

    /// Opens the flows and prints what a packet costs from then on, and what a flow takes.
    func run() {
        let session = SensorSession(sensor: "bench", session: SessionIdentifier(rawValue: 1))
        var table = FlowTable(sensorSession: session, configuration: FlowMeteringConfiguration())
        var ended: [FlowRecord] = []
        let before = Self.residentBytes
        for round in 0..<3 {
            forEachPacket(of: round) { _ = table.add($0, into: &ended) }
        }
        let bytes = Double(Self.residentBytes - before) / Double(count)
        let rounds = max(2, 4_000_000 / count)
        var idle: UInt64 = 0
        let making = Cost.of {
            for round in 3..<(3 + rounds) {
                forEachPacket(of: round) { idle &+= $0.source.low ^ UInt64($0.tcpSequence) }
            }
        }
        let metering = Cost.of {
            var group: [PacketSummary] = []
            group.reserveCapacity(Self.groupPackets)
            for round in 3..<(3 + rounds) {
                forEachPacket(of: round) { packet in
                    group.append(packet)
                    guard group.count == Self.groupPackets else { return }
                    table.add(group.span, into: &ended) { _, _ in }
                    group.removeAll(keepingCapacity: true)
                }
            }
            table.add(group.span, into: &ended) { _, _ in }
        }
        let packets = Double(rounds * count)
        let spent = metering.processorSeconds - making.processorSeconds
        let row = String(
            format: "%8d open flows %8.1f ns/packet %8.0f bytes/flow %8d peak MB", count,
            spent / packets * 1e9, bytes, Cost.peakMegabytes)
        print(row)
        precondition(table.counters.open == UInt64(count) && ended.isEmpty && idle != 1)
    }

    private func forEachPacket(of round: Int, _ body: (PacketSummary) -> Void) {
        var bits = 1
        while 1 << bits < count { bits += 1 }
        let mask = UInt64(1 << bits - 1)
        var packet = PacketSummary()
        var position: Int64 = 0
        for step in 0...mask {
            // Bijections of as many bits as it takes, so that each flow comes once.
            var flow = (step &+ UInt64(round) &* 0x9e37_79b9) & mask
            for factor: UInt64 in [0xd6e8_feb9, 0xa5a5_8c3d, 0xc2b2_ae35] {
                flow ^= flow >> UInt64(bits / 2)
                flow = (flow &* factor) & mask
            }
            flow ^= flow >> UInt64(bits / 2)
            guard flow < UInt64(count) else { continue }
            Self.fill(&packet, flow: UInt32(flow), round: round)
            packet.time = Timestamp(
                nanoseconds: Int64(round) * Self.nanosecondsOfRound + position * 1000)
            position += 1
            body(packet)
        }
    }

    private static func fill(_ packet: inout PacketSummary, flow: UInt32, round: Int) {
        let client = IPAddress(v4: 0x0a00_0000 | flow >> 4)
        let server = IPAddress(v4: 0xc0a8_0000 | flow & 255)
        let port = 20_000 + UInt16(flow & 15)
        let isReply = round & 1 == 1
        packet.source = isReply ? server : client
        packet.destination = isReply ? client : server
        packet.sourcePort = isReply ? 443 : port
        packet.destinationPort = isReply ? port : 443
        packet.transport = .tcp
        packet.payloadBytes = round < 3 ? 0 : 100
        packet.tcpFlags = round == 0 ? .syn : round == 1 ? [.syn, .ack] : .ack
        packet.tcpSequence = round < 2 ? 0 : 1 + UInt32(max(0, round - 3) / 2) * 100
        packet.tcpAcknowledgement = round == 0 ? 0 : 1 + UInt32(max(0, round - 4) / 2) * 100
        packet.tcpWindow = 1000
        packet.transportHeaderBytes = 20
        packet.ipBytes = 40 + packet.payloadBytes
        packet.frameBytes = 54 + packet.payloadBytes
        packet.timeToLive = 64
    }

    /// Memory of this process that is in use.
    private static var residentBytes: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        else { return 0 }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}
