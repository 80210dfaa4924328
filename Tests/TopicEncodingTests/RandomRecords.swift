import NetworkModel
import TestSupport

/// Makes records of every kind, extremes included, from a seeded generator.
struct RandomRecords {
    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func number<Value: FixedWidthInteger>(_ range: ClosedRange<Value>) -> Value {
        .random(in: range, using: &generator)
    }

    mutating func isOneIn(_ count: Int) -> Bool {
        number(1...count) == 1
    }

    /// Small as often as anything that fits.
    mutating func count() -> UInt64 {
        let bits = number(UInt64(0)...63)
        return generator.next() >> bits
    }

    mutating func sensorSession() -> SensorSession {
        let names = ["edge-1", "räume/süd", "s", String(repeating: "n", count: 255)]
        return SensorSession(
            sensor: names[number(0...3)],
            session: SessionIdentifier(rawValue: generator.next()))
    }

    mutating func address(_ version: IPVersion) -> IPAddress {
        guard version == .v6 else { return IPAddress(v4: UInt32(number(0...UInt32.max))) }
        // Zero groups, so that each way of shortening comes up.
        var words: [UInt64] = [0, 0]
        for index in 0..<8 where !isOneIn(2) {
            let group = (generator.next() & 0xffff) >> number(0...12)
            words[index / 4] |= group << (index % 4 * 16)
        }
        return IPAddress(high: words[0], low: words[1])
    }

    mutating func tuple() -> FiveTuple {
        let version: IPVersion = isOneIn(2) ? .v4 : .v6
        let protocols: [TransportProtocol] = [.tcp, .udp, .icmp, .icmpV6, .sctp]
        return FiveTuple(
            source: address(version), destination: address(version),
            sourcePort: number(0...UInt16.max), destinationPort: number(0...UInt16.max),
            transport: isOneIn(6)
                ? TransportProtocol(rawValue: number(0...UInt8.max)) : protocols[number(0...4)])
    }

    mutating func packet(time: Timestamp, lateness: Int64) -> PacketSummary {
        let tuple = tuple()
        var packet = PacketSummary()
        packet.time = time
        packet.latenessNanoseconds = lateness
        packet.source = tuple.source
        packet.destination = tuple.destination
        packet.sourcePort = tuple.sourcePort
        packet.destinationPort = tuple.destinationPort
        packet.transport = tuple.transport
        packet.tcpFlags = TCPFlags(rawValue: number(0...UInt8.max))
        packet.timeToLive = number(0...UInt8.max)
        packet.trafficClass = number(0...UInt8.max)
        packet.frameBytes = number(0...UInt32.max)
        packet.ipBytes = number(0...UInt32.max)
        packet.payloadBytes = number(0...UInt32.max)
        packet.transportHeaderBytes = number(0...UInt8.max)
        packet.tcpWindow = number(0...UInt16.max)
        packet.tcpSequence = number(0...UInt32.max)
        packet.tcpAcknowledgement = number(0...UInt32.max)
        packet.vlan = isOneIn(2) ? nil : number(0...4095)
        packet.innerVLAN = isOneIn(2) ? nil : number(0...4095)
        packet.isFragment = isOneIn(4)
        // Few paths of many packets, as links have them, and now and then one of its own.
        if isOneIn(2) {
            packet.sourceMAC = MACAddress(rawValue: number(0...3))
            packet.destinationMAC = MACAddress(
                rawValue: isOneIn(9) ? number(0...0xffff_ffff_ffff) : 0x0200_0000_0001)
        }
        if isOneIn(3) { packet.tunnel = tunnel() }
        return packet
    }

    mutating func tunnel() -> Tunnel {
        Tunnel(
            kind: TunnelKind.allCases[number(0...TunnelKind.allCases.count - 1)],
            identifier: isOneIn(2) ? 0 : number(0...UInt32.max))
    }

    mutating func skippedPacket(time: Timestamp, lateness: Int64) -> SkippedPacket {
        var packet = SkippedPacket()
        packet.time = time
        packet.latenessNanoseconds = lateness
        packet.frameBytes = number(0...UInt32.max)
        packet.etherType = number(0...UInt16.max)
        packet.reason = SkipReason.allCases[number(0...SkipReason.allCases.count - 1)]
        packet.arpSender = address(.v4)
        return packet
    }

    mutating func header() -> BatchHeader {
        let partitionCount = number(Int32(1)...64)
        var capture = CaptureCounters()
        capture.received = generator.next()
        capture.droppedByKernel = generator.next()
        capture.droppedByInterface = generator.next()
        return BatchHeader(
            sensorSession: sensorSession(), partition: number(0...partitionCount - 1),
            partitionCount: partitionCount, sequence: generator.next(),
            sessionStart: Timestamp(nanoseconds: number(Int64.min...Int64.max)),
            watermark: Timestamp(nanoseconds: number(Int64.min...Int64.max)),
            allowedLatenessNanoseconds: number(0...Int64.max), isEnd: isOneIn(2),
            capture: capture)
    }
}
