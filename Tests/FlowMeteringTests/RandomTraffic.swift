import NetworkModel
import TestSupport

/// Packets of few hosts and ports whose flows meet each timeout and each way of closing.
struct RandomTraffic {
    private var generator: SeededGenerator
    private var clock = Packets.time(0)
    /// A few packets whose flows are busy for a while.
    private var busy: [PacketSummary] = []

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The newest packet's clock.
    var end: Timestamp { clock }

    mutating func packets(_ count: Int) -> [PacketSummary] {
        (0..<count).map { _ in next() }
    }

    /// Packets, and behind some of them an annotation of their flow.
    mutating func events(_ count: Int) -> [MeterEvent] {
        packets(count).flatMap { packet -> [MeterEvent] in
            pick([true, false, false])
                ? [.packet(packet), .annotation(annotation(of: packet))] : [.packet(packet)]
        }
    }

    private mutating func annotation(of packet: PacketSummary) -> FlowAnnotation {
        let tuple =
            pick([true, false]) || packet.transport.isICMP
            ? FiveTuple(
                source: packet.source, destination: packet.destination,
                sourcePort: packet.sourcePort, destinationPort: packet.destinationPort,
                transport: packet.transport)
            : FiveTuple(
                source: packet.destination, destination: packet.source,
                sourcePort: packet.destinationPort, destinationPort: packet.sourcePort,
                transport: packet.transport)
        var annotation = FlowAnnotation(
            tuple: tuple, vlan: packet.vlan, tunnel: packet.tunnel,
            clock: packet.clock.advanced(byNanoseconds: pick([0, 0, -1, 1, -9_000_000_000])))
        annotation.sourceEntropyBits = pick([nil, 0, 7.5])
        annotation.destinationEntropyBits = pick([nil, 1, 3.25])
        annotation.application.label = pick([nil, "DNS", "TLS"])
        annotation.application.risks = pick([[], ["a"], ["a", "b"]])
        annotation.application.serverName = pick([nil, "x", "y"])
        if pick([true, false]) {
            annotation.application.dns = DNSSummary()
            annotation.application.dns?.queries = pick([[], ["q"]])
        }
        if pick([true, false, false]) {
            annotation.application.tls = TLSSummary()
            annotation.application.tls?.version = pick([nil, 0x0303])
        }
        if pick([true, false, false]) { annotation.application.modbus = ModbusSummary() }
        return annotation
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &generator)]
    }

    private mutating func next() -> PacketSummary {
        let steps: [Int64] = [0, 0, 1, 20, 300, 300, 900, 2000, 4000]
        clock = clock.advanced(byNanoseconds: pick(steps) * 1_000_000)
        var packet = PacketSummary()
        packet.latenessNanoseconds = pick([0, 0, 0, 0, 5_000_000, 50_000_000, 3_000_000_000])
        packet.time = clock.advanced(byNanoseconds: -packet.latenessNanoseconds)
        packet.payloadBytes = pick([0, 0, 1, 59, 60, 100, 219, 220, 1460])
        packet.timeToLive = pick([0, 63, 64, 255])
        packet.trafficClass = pick([0, 3, 0xb8, 255])
        packet.transportHeaderBytes = pick([0, 8, 20, 32, 60])
        packet.sourceMAC = MACAddress(rawValue: pick([0, 2, 0xffff_ffff_ffff]))
        packet.destinationMAC = MACAddress(rawValue: pick([0, 3, 0xfeff_ffff_ff01]))
        packet.innerVLAN = pick([nil, 0, 9])
        packet.ipBytes = packet.payloadBytes + 40
        packet.frameBytes = packet.ipBytes + 14
        if busy.count == 4 && pick([true, true, true, false]) {
            packet.takeFlow(of: pick(busy), isReply: pick([false, false, true]))
        } else {
            chooseFlow(of: &packet)
            if busy.count < 4 {
                busy.append(packet)
            } else if pick([true, false, false, false, false]) {
                busy[Int.random(in: 0..<4, using: &generator)] = packet
            }
        }
        if packet.transport == .tcp { addTCP(to: &packet) }
        return packet
    }

    private mutating func chooseFlow(of packet: inout PacketSummary) {
        let isV6 = pick([false, false, true])
        let hosts =
            isV6
            ? [IPAddress(high: 1 << 60, low: 9), IPAddress(high: 2, low: 5)]
            : [Packets.client, Packets.server]
        packet.vlan = pick([nil, nil, nil, 0, 7])
        packet.tunnel = pick([
            nil, nil, nil, nil, Tunnel(kind: .vxlan, identifier: 5),
            Tunnel(kind: .gtpU, identifier: pick([6, 7])), Tunnel(kind: .ipInIP),
        ])
        packet.source = pick(hosts)
        packet.destination = pick(hosts)
        packet.transport = pick([
            .tcp, .tcp, .tcp, .udp, isV6 ? .icmpV6 : .icmp, .init(rawValue: 47),
        ])
        if packet.transport.isICMP {
            packet.sourcePort = pick(isV6 ? [128, 129, 1, 135, 136] : [8, 0, 3, 13, 14])
            packet.destinationPort = packet.sourcePort == 3 ? pick([1, 3]) : pick([0, 0, 9])
        } else if packet.transport.hasPorts {
            packet.sourcePort = pick([80, 1234])
            packet.destinationPort = pick([80, 1234])
        }
    }

    private mutating func addTCP(to packet: inout PacketSummary) {
        packet.tcpWindow = pick([0, 512, .max])
        packet.tcpFlags = pick([
            [.ack], [.ack], [.ack], [.ack], [.ack], [.ack], [.ack], [.ack], [.ack], [.ack],
            [.syn], [.syn], [.syn, .ack], [.ack], [.ack], [.ack, .psh], [.fin, .ack], [.fin, .ack],
            [.fin], [.rst], [.syn, .fin], [.syn, .rst], [], [.ack, .urg, .ece, .cwr],
        ])
        // Around the wrap of sequence numbers.
        packet.tcpSequence = UInt32.max &- 100 &+ pick([0, 1, 99, 101, 200])
        packet.tcpAcknowledgement = UInt32.max &- 100 &+ pick([0, 1, 2, 101, 103, 1500, 2000])
    }
}

extension PacketSummary {
    /// Makes this packet one of another packet's flow.
    fileprivate mutating func takeFlow(of other: PacketSummary, isReply: Bool) {
        vlan = other.vlan
        tunnel = other.tunnel
        transport = other.transport
        source = isReply ? other.destination : other.source
        destination = isReply ? other.source : other.destination
        let isSwapped = isReply && !other.transport.isICMP
        sourcePort = isSwapped ? other.destinationPort : other.sourcePort
        destinationPort = isSwapped ? other.sourcePort : other.destinationPort
    }
}
