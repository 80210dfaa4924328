import FlowMetering
import NetworkModel
import TestSupport
import Testing

/// What single features say of packets that a person can follow; idle 10 s, active 25 s.
struct FlowFeatureTests {
    private func tuple(isReply: Bool = false) -> FiveTuple {
        FiveTuple(
            source: isReply ? Packets.server : Packets.client,
            destination: isReply ? Packets.client : Packets.server,
            sourcePort: isReply ? 53 : 5000, destinationPort: isReply ? 5000 : 53,
            transport: .udp)
    }

    private func annotation(
        at milliseconds: Int64, isReply: Bool = false, label: String? = nil,
        sourceEntropyBits: Double? = nil
    ) -> FlowAnnotation {
        var annotation = FlowAnnotation(
            tuple: tuple(isReply: isReply), vlan: nil, tunnel: nil,
            clock: Packets.time(milliseconds))
        annotation.application.label = label
        annotation.sourceEntropyBits = sourceEntropyBits
        return annotation
    }

    @Test func `a silence of more than five seconds parts two bursts`() throws {
        var metering = Metering()
        for time: Int64 in [0, 5000, 6000, 11_001, 11_501] {
            metering.add(Packets.udp(at: time, reply: time == 5000))
        }
        metering.finish(at: Packets.time(11_501))
        let record = try #require(metering.records.first)
        #expect(record.active.count == 2 && record.idle.count == 1)
        #expect(record.active.maximumNanoseconds == 6_000_000_000)
        #expect(record.active.minimumNanoseconds == 500_000_000)
        #expect(record.idle.totalNanoseconds == 5_001_000_000)
    }

    @Test func `payload sizes are counted as YAF does`() throws {
        var metering = Metering()
        let payloads: [UInt32] = [0, 59, 60, 219, 220, 1, 1, 1, 1, 1, 1, 1000]
        for (place, payload) in payloads.enumerated() {
            metering.add(Packets.udp(at: Int64(place), payload: payload))
        }
        metering.finish(at: Packets.time(20))
        let forward = try #require(metering.records.first).forward
        #expect(forward.nonemptyPackets == 11)
        #expect(forward.smallPackets == 7 && forward.largePackets == 2)
        #expect(forward.firstPayloadBytes == 59 && forward.maximumPayloadBytes == 1000)
        // √(mean of squares − square of mean) of the first ten: 59, 60, 219, 220 and six times 1.
        #expect(abs(forward.earlyPayloadDeviationBytes - 84.6395) < 0.001)
    }

    @Test func `an annotation reaches the flow in either direction and across segments`() {
        var metering = Metering()
        metering.add(Packets.udp(at: 0), Packets.udp(at: 1, reply: true))
        metering.table.annotate(annotation(at: 0, label: "DNS", sourceEntropyBits: 3))
        metering.table.annotate(annotation(at: 1, isReply: true, sourceEntropyBits: 5))
        for second in 1..<7 { metering.add(Packets.udp(at: Int64(second) * 5000)) }
        metering.finish(at: Packets.time(30_000))
        #expect(metering.records.map(\.segment) == [0, 1])
        for record in metering.records {
            #expect(record.application?.label == "DNS")
            #expect(record.forward.payloadEntropyBits == 3)
            #expect(record.reverse.payloadEntropyBits == 5)
        }
        #expect(metering.table.counters.annotations == 2)
    }

    @Test func `an annotation of an earlier flow, of a later time or of no flow is unmatched`() {
        var metering = Metering()
        metering.add(Packets.udp(at: 0), Packets.udp(at: 10_001))
        metering.table.annotate(annotation(at: 0, label: "DNS"))
        metering.table.annotate(annotation(at: 10_002, label: "DNS"))
        var stranger = annotation(at: 10_001, label: "DNS")
        stranger.tunnel = Tunnel(kind: .gre)
        metering.table.annotate(stranger)
        metering.finish(at: Packets.time(10_002))
        #expect(metering.records.allSatisfy { $0.application == nil })
        #expect(metering.table.counters.annotationsUnmatched == 3)
    }

    @Test func `tunnels part flows, and only those in tunnels have another identifier`() {
        var packets = [Packets.udp(at: 0)]
        for tunnel in [
            Tunnel(kind: .vxlan, identifier: 1), Tunnel(kind: .vxlan, identifier: 2),
            Tunnel(kind: .gtpU, identifier: 9), Tunnel(kind: .gtpU, identifier: 8),
        ] {
            var packet = Packets.udp(at: 0)
            packet.tunnel = tunnel
            packets.append(packet)
        }
        var metering = Metering()
        metering.add(packets)
        metering.finish(at: Packets.time(1))
        #expect(Set(metering.records.map(\.uid)).count == 4)
        let identifiers = metering.records.map { $0.tunnel?.identifier }
        #expect(identifiers.contains(9) && !identifiers.contains(8))
        #expect(metering.records.map(\.forward.packets).sorted() == [1, 1, 1, 2])
    }
}
