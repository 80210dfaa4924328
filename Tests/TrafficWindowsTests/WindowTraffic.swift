import NetworkModel
import TestSupport
import TrafficWindows

/// A packet of a flow or in none, as a batch brings it.
enum TrafficRow {
    case packet(PacketSummary, sample: FlowSample?)
    case skipped(SkippedPacket)
}

/// Random rows of one session; windows are 1 s, the allowance is 200 ms.
struct WindowTraffic {
    static let window: Int64 = 1_000_000_000
    static let allowance: Int64 = 200_000_000
    static let session = SensorSession(
        sensor: "north", session: SessionIdentifier(rawValue: 7))

    private var generator: SeededGenerator
    private(set) var clock: Timestamp
    private let hosts: UInt64

    /// Rows from a time on, between as many hosts.
    init(seed: UInt64, start: Int64 = 1_700_000_000_250_000_000, hosts: UInt64 = 40) {
        generator = SeededGenerator(seed: seed)
        clock = Timestamp(nanoseconds: start)
        self.hosts = hosts
    }

    mutating func rows(_ count: Int, longestPause: Int64 = 20_000_000) -> [TrafficRow] {
        (0..<count).map { place in
            if place > 0 {
                let pause = Int64.random(in: 0...longestPause, using: &generator)
                clock = clock.advanced(byNanoseconds: pause)
            }
            return Int.random(in: 0..<8, using: &generator) == 0 ? skipped() : packet(place)
        }
    }

    private mutating func lateness(_ place: Int) -> Int64 {
        guard place > 0, Int.random(in: 0..<6, using: &generator) == 0 else { return 0 }
        return Int64.random(in: 0...400_000_000, using: &generator)
    }

    private mutating func address() -> IPAddress {
        let number = UInt64.random(in: 0..<hosts, using: &generator)
        return number % 3 == 0
            ? IPAddress(high: 0x2001_0db8 << 32, low: number) : IPAddress(v4: UInt32(number))
    }

    private mutating func packet(_ place: Int) -> TrafficRow {
        var packet = PacketSummary()
        packet.latenessNanoseconds = lateness(place)
        packet.time = clock.advanced(byNanoseconds: -packet.latenessNanoseconds)
        packet.source = address()
        packet.destination =
            packet.source.version == .v4
            ? IPAddress(v4: UInt32(UInt64.random(in: 0..<hosts, using: &generator)))
            : IPAddress(high: 1, low: UInt64.random(in: 0..<hosts, using: &generator))
        packet.transport =
            [.tcp, .tcp, .udp, .icmp, .icmpV6, .init(rawValue: 47)][
                Int.random(in: 0..<6, using: &generator)]
        if packet.transport == .tcp {
            packet.tcpFlags = TCPFlags(rawValue: .random(in: 0...255, using: &generator))
            packet.sourcePort = .random(in: 0...200, using: &generator)
            packet.destinationPort = .random(in: 0...20, using: &generator)
        }
        packet.ipBytes = .random(in: 20...1500, using: &generator)
        packet.frameBytes = packet.ipBytes + 14
        guard Bool.random(using: &generator) else { return .packet(packet, sample: nil) }
        let uid = FlowIdentifier(high: generator.next(), low: generator.next())
        let tuple = FiveTuple(
            source: packet.source, destination: packet.destination,
            sourcePort: packet.sourcePort, destinationPort: packet.destinationPort,
            transport: packet.transport)
        return .packet(packet, sample: FlowSample(uid: uid, tuple: tuple))
    }

    private mutating func skipped() -> TrafficRow {
        var skipped = SkippedPacket()
        skipped.latenessNanoseconds = lateness(1)
        skipped.time = clock.advanced(byNanoseconds: -skipped.latenessNanoseconds)
        skipped.reason =
            [.arp, .arp, .notIP, .truncated][
                Int.random(in: 0..<4, using: &generator)]
        if skipped.reason == .arp {
            let number = UInt64.random(in: 0..<hosts, using: &generator)
            skipped.arpSender = IPAddress(v4: UInt32(number))
        }
        return .skipped(skipped)
    }
}

extension TrafficRow {
    var isPacket: Bool { if case .packet = self { true } else { false } }

    /// Counts the row as the meter does.
    func count(in accumulator: inout WindowAccumulator, realTime: Timestamp) {
        let allowance = WindowTraffic.allowance
        switch self {
        case .packet(let packet, let sample):
            if let sample {
                accumulator.add(sample, of: packet, allowedLatenessNanoseconds: allowance)
            }
            accumulator.add(packet, allowedLatenessNanoseconds: allowance, realTime: realTime)
        case .skipped(let skipped):
            accumulator.add(skipped, allowedLatenessNanoseconds: allowance, realTime: realTime)
        }
    }
}
