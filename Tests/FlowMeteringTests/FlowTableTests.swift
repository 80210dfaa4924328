import FlowMetering
import TestSupport
import NetworkModel
import Testing

/// How packets become flows; idle 10 s, active 25 s, linger 2 s.
struct FlowTableTests {
    @Test func `both directions of a conversation are one flow`() throws {
        var metering = Metering()
        metering.add(
            Packets.udp(at: 0, payload: 10), Packets.udp(at: 40, reply: true, payload: 90),
            Packets.udp(at: 100, payload: 20))
        metering.finish(at: Packets.time(100))
        let record = try #require(metering.records.first)
        #expect(metering.records.count == 1)
        #expect(record.tuple.source == Packets.client)
        #expect(record.tuple.sourcePort == 5000 && record.tuple.destinationPort == 53)
        #expect(record.forward.packets == 2 && record.reverse.packets == 1)
        #expect(record.forward.payloadBytes == 30 && record.reverse.payloadBytes == 90)
        #expect(record.forward.frameBytes == 114 && record.forward.ipBytes == 86)
        #expect(record.start == Packets.time(0) && record.end == Packets.time(100))
        #expect(record.firstDirections == 0b010)
        #expect(record.responseDelayNanoseconds == 40_000_000)
        #expect(record.gaps.count == 2 && record.gaps.totalNanoseconds == 100_000_000)
        #expect(record.gaps.minimumNanoseconds == 40_000_000)
        #expect(record.forward.gaps.totalNanoseconds == 100_000_000)
        #expect(record.reverse.gaps.count == 0)
        #expect(record.state == .established)
        #expect(record.reason == .forcedEnd)
    }

    @Test func `only the packet that begins a flow gives a sample`() {
        var metering = Metering()
        metering.add(Packets.udp(at: 0), Packets.udp(at: 1), Packets.udp(at: 2, port: 6000))
        metering.finish(at: Packets.time(2))
        #expect(metering.samples.map(\.tuple.sourcePort) == [5000, 6000])
        #expect(metering.samples.map(\.uid) == metering.records.map(\.uid))
    }

    @Test func `packets out of order have gaps of 0 and don't move the end back`() throws {
        var late = Packets.udp(at: 50)
        late.latenessNanoseconds = 50_000_000
        var before = Packets.udp(at: -20)
        before.latenessNanoseconds = 120_000_000
        var metering = Metering()
        metering.add(Packets.udp(at: 0), Packets.udp(at: 100), late, before, Packets.udp(at: 130))
        metering.finish(at: Packets.time(130))
        let record = try #require(metering.records.first)
        #expect(record.start == Packets.time(0) && record.end == Packets.time(130))
        #expect(record.gaps.count == 4)
        #expect(record.gaps.totalNanoseconds == 130_000_000)
        #expect(record.gaps.minimumNanoseconds == 0)
    }

    @Test func `a flow lives on a packet at its idle timeout and ends by one after it`() {
        var metering = Metering()
        metering.add(Packets.udp(at: 0), Packets.udp(at: 10_000))
        #expect(metering.records.isEmpty)
        metering.add(Packets.udp(at: 20_001, reply: true))
        #expect(metering.reasons == [.idleTimeout])
        metering.finish(at: Packets.time(20_001))
        #expect(metering.records.map(\.tuple.source) == [Packets.client, Packets.server])
        #expect(metering.records.map(\.segment) == [0, 0])
        #expect(metering.records[0].uid != metering.records[1].uid)
    }

    @Test func `lateness counts by the sensor's clock, not by the packet's time`() {
        var late = Packets.udp(at: 9000)
        late.latenessNanoseconds = 2_000_000_000
        var metering = Metering()
        metering.add(Packets.udp(at: 0), late)
        #expect(metering.reasons == [.idleTimeout])
    }

    @Test func `the active timeout begins the next segment in the same direction`() {
        var metering = Metering()
        for second in 0..<6 { metering.add(Packets.udp(at: Int64(second) * 5000)) }
        #expect(metering.records.isEmpty)
        metering.add(Packets.udp(at: 25_001, reply: true))
        #expect(metering.reasons == [.activeTimeout])
        metering.finish(at: Packets.time(25_001))
        #expect(metering.records.map(\.segment) == [0, 1])
        #expect(metering.records[1].tuple == metering.records[0].tuple)
        #expect(metering.records[1].reverse.packets == 1)
        #expect(metering.records[1].forward.packets == 0)
        #expect(metering.records[1].gaps.count == 0)
        #expect(metering.records[1].start == Packets.time(25_001))
        #expect(metering.records[1].responseDelayNanoseconds == nil)
        #expect(metering.records[1].state == .established)
        #expect(metering.samples.count == 2)
    }

    @Test func `an orderly close ends the flow after the linger`() {
        var metering = Metering()
        metering.add(Packets.connection(at: 0))
        metering.add(Packets.tcp(.ack, at: 2005, reply: true))
        #expect(metering.records.isEmpty)
        metering.add(Packets.tcp(.ack, at: 2006, reply: true))
        #expect(metering.reasons == [.endOfFlow])
        #expect(metering.records[0].forward.packets == 4)
        #expect(metering.records[0].reverse.packets == 3)
        #expect(metering.records[0].state == .closed)
        metering.finish(at: Packets.time(2006))
        #expect(metering.records[1].tuple.source == Packets.server)
    }

    @Test func `a closed flow is closed at the end of the capture too`() {
        var metering = Metering()
        metering.add(Packets.connection(at: 0))
        metering.finish(at: Packets.time(5))
        #expect(metering.reasons == [.endOfFlow])
    }

    @Test func `RST closes at once`() {
        var metering = Metering()
        metering.add(
            Packets.tcp(.syn, at: 0), Packets.tcp([.rst, .ack], at: 1, reply: true),
            Packets.tcp(.ack, at: 2))
        metering.advance(to: Packets.time(2002))
        #expect(metering.reasons == [.endOfFlow])
        #expect(metering.records[0].forward.packets == 2)
        #expect(metering.records[0].forward.initialFlags == .syn)
        #expect(metering.records[0].forward.unionFlags == [.syn, .ack])
        #expect(metering.records[0].reverse.flagPackets[2] == 1)
    }

    @Test func `a new connection on the same ports doesn't wait for the linger`() {
        var metering = Metering()
        metering.add(Packets.connection(at: 0))
        metering.add(Packets.tcp(.syn, at: 5, sequence: 100))
        #expect(metering.records.isEmpty, "a retransmitted SYN is a straggler")
        metering.add(Packets.connection(at: 6, sequence: 101))
        #expect(metering.reasons == [.endOfFlow])
        metering.finish(at: Packets.time(6))
        #expect(metering.records.map(\.forward.packets) == [5, 4])
    }

    @Test func `connections of one instant have different uids`() {
        var metering = Metering()
        for sequence in 0..<4 {
            metering.add(
                Packets.tcp(.syn, at: 0, sequence: UInt32(sequence)), Packets.tcp(.rst, at: 0))
        }
        metering.finish(at: Packets.time(0))
        #expect(metering.records.count == 4)
        #expect(Set(metering.records.map(\.uid)).count == 4)
    }

    @Test func `only the first segment's uid tells connections of one instant apart`() {
        var uids: [FlowIdentifier] = []
        for predecessor in [[], [Packets.tcp(.rst, at: 0)]] {
            var metering = Metering()
            metering.add(predecessor + [Packets.tcp(.syn, at: 0, sequence: 1)])
            for second in 1..<6 { metering.add(Packets.tcp(.ack, at: Int64(second) * 5001)) }
            metering.finish(at: Packets.time(25_005))
            #expect(metering.records.last?.segment == 1)
            uids += metering.records.suffix(2).map(\.uid)
        }
        #expect(uids[0] != uids[2])
        #expect(uids[1] == uids[3])
    }

    @Test func `a flow first seen at its SYN+ACK is turned round`() {
        var metering = Metering()
        metering.add(
            Packets.tcp([.syn, .ack], at: 0, reply: true), Packets.tcp(.ack, at: 1))
        metering.finish(at: Packets.time(1))
        #expect(metering.records[0].tuple.source == Packets.client)
        #expect(metering.records[0].forward.packets == 1)
        #expect(metering.records[0].reverse.initialFlags == [.syn, .ack])
        #expect(metering.records[0].responseDelayNanoseconds == nil)
        #expect(metering.records[0].state == .established)
    }

    @Test func `an ICMP request and its reply are one flow of the requester`() {
        var metering = Metering()
        metering.add(
            Packets.icmp(8, code: 5, at: 0), Packets.icmp(0, at: 1, reply: true),
            Packets.icmp(8, at: 2, reply: true), Packets.icmp(0, at: 3))
        metering.finish(at: Packets.time(3))
        #expect(metering.records.count == 2)
        #expect(metering.records[0].tuple.sourcePort == 8)
        #expect(metering.records[0].tuple.destinationPort == 5)
        #expect(metering.records[0].forward.packets == 1)
        #expect(metering.records[0].reverse.packets == 1)
        #expect(metering.records[1].tuple.source == Packets.server)
    }

    @Test func `an ICMP error is a flow of its own, one way`() {
        var metering = Metering()
        metering.add(
            Packets.icmp(3, code: 1, at: 0), Packets.icmp(3, code: 1, at: 1),
            Packets.icmp(3, code: 3, at: 2), Packets.icmp(3, code: 1, at: 3, reply: true),
            Packets.icmp(1, code: 3, at: 4, reply: true))
        metering.finish(at: Packets.time(4))
        #expect(metering.records.map(\.forward.packets) == [2, 1, 1, 1])
        #expect(metering.records.allSatisfy { $0.reverse.packets == 0 })
        #expect(metering.records[1].tuple.destinationPort == 3)
    }

    @Test func `VLANs part flows only while they are in the key`() {
        var tagged = Packets.udp(at: 1)
        tagged.vlan = 7
        for (isVLANInKey, vlans) in [(true, [nil, 7]), (false, [nil])] as [(Bool, [UInt16?])] {
            var configuration = Metering.short
            configuration.isVLANInKey = isVLANInKey
            var metering = Metering(configuration)
            metering.add(Packets.udp(at: 0), tagged)
            metering.finish(at: Packets.time(1))
            #expect(metering.records.map(\.vlan) == vlans)
        }
    }

    @Test func `a thousand flows are each found again`() {
        var metering = Metering()
        for round in 0..<3 {
            for port in 1...1000 {
                metering.add(Packets.udp(at: Int64(round), port: UInt16(port)))
            }
        }
        #expect(metering.table.counters.open == 1000)
        metering.finish(at: Packets.time(3))
        #expect(metering.records.count == 1000)
        #expect(metering.records.allSatisfy { $0.forward.packets == 3 })
    }
}
