import NetworkModel
import PipelineStages
import TestSupport
import Testing

struct PacketPartitionerTests {
    @Test func `both directions of a flow lie in the same partition`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            var packet = PacketSummary()
            packet.source = IPAddress(high: random.next(), low: random.next())
            packet.destination = IPAddress(high: random.next(), low: random.next())
            packet.sourcePort = UInt16.random(in: .min ... .max, using: &random)
            packet.destinationPort = UInt16.random(in: .min ... .max, using: &random)
            packet.transport = [.tcp, .udp, .icmpV6].randomElement(using: &random) ?? .tcp
            var reply = packet
            (reply.source, reply.destination) = (packet.destination, packet.source)
            (reply.sourcePort, reply.destinationPort) = (
                packet.destinationPort, packet.sourcePort
            )
            if packet.transport == .icmpV6 { reply.sourcePort = 129 }
            let count = Int32.random(in: 1...64, using: &random)
            #expect(
                PacketPartitioner.partition(of: packet, count: count)
                    == PacketPartitioner.partition(of: reply, count: count), "seed \(seed)")
        }
    }

    @Test func `flows spread evenly over the partitions`() {
        var counts = [Int](repeating: 0, count: 8)
        for port in 0..<8000 {
            var packet = PacketSummary()
            packet.source = IPAddress(v4: 0x0a00_0001)
            packet.destination = IPAddress(v4: 0x0a00_0002)
            packet.sourcePort = UInt16(port)
            packet.destinationPort = 443
            packet.transport = .tcp
            counts[Int(PacketPartitioner.partition(of: packet, count: 8))] += 1
        }
        for count in counts { #expect((850...1150).contains(count)) }
    }
}
