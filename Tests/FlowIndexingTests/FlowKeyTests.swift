@testable import FlowIndexing
import TestSupport
import NetworkModel
import Testing

struct FlowKeyTests {
    private func reversed(_ packet: PacketSummary) -> PacketSummary {
        var packet = packet
        swap(&packet.source, &packet.destination)
        swap(&packet.sourcePort, &packet.destinationPort)
        return packet
    }

    @Test func `both directions have one key and different sides`() {
        var v6 = Packets.udp(at: 0)
        v6.source = IPAddress(high: 1, low: 2)
        v6.destination = IPAddress(high: 2, low: 1)
        var sameHost = Packets.udp(at: 0)
        sameHost.destination = sameHost.source
        for packet in [Packets.udp(at: 0), v6, sameHost] {
            let there = FlowKey.of(packet, isVLANInKey: true)
            let back = FlowKey.of(reversed(packet), isVLANInKey: true)
            #expect(there.key == back.key)
            #expect(there.isFromUpper != back.isFromUpper)
        }
    }

    @Test func `the tuple of a key is the packet's again`() {
        var v6 = Packets.udp(at: 0)
        v6.source = IPAddress(high: 0, low: 2)
        v6.destination = IPAddress(high: 0, low: 1)
        v6.vlan = 4095
        for packet in [
            Packets.udp(at: 0), Packets.udp(at: 0, reply: true), v6,
            Packets.icmp(8, code: 3, at: 0),
            Packets.icmp(0, at: 0, reply: true), Packets.icmp(3, code: 13, at: 0),
        ] {
            let (key, isFromUpper) = FlowKey.of(packet, isVLANInKey: true)
            let code = packet.transport.isICMP ? UInt8(packet.destinationPort) : 0
            let tuple = key.tuple(isFromUpper: isFromUpper, icmpCode: code)
            #expect(tuple.source == packet.source && tuple.destination == packet.destination)
            #expect(tuple.sourcePort == packet.sourcePort)
            #expect(tuple.destinationPort == packet.destinationPort)
            #expect(tuple.transport == packet.transport)
            #expect(key.vlan == packet.vlan)
        }
    }

    @Test func `addresses of one number in IPv4 and IPv6 differ`() {
        var v6 = Packets.udp(at: 0)
        v6.source = IPAddress(high: 0, low: Packets.client.low)
        v6.destination = IPAddress(high: 0, low: Packets.server.low)
        let other = FlowKey.of(v6, isVLANInKey: true).key
        #expect(FlowKey.of(Packets.udp(at: 0), isVLANInKey: true).key != other)
    }

    @Test func `each ICMP answer answers its request`() {
        for transport in [TransportProtocol.icmp, .icmpV6] {
            let paired = (0...255 as ClosedRange<UInt8>).filter { type in
                guard let other = ICMPExchange.counterpart(of: type, over: transport) else {
                    return false
                }
                #expect(ICMPExchange.counterpart(of: other, over: transport) == type)
                return true
            }
            #expect(paired.count == (transport == .icmp ? 10 : 12))
        }
    }
}
