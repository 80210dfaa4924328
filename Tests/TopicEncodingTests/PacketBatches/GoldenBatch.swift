import NetworkModel
import TestSupport
import TopicEncoding

/// A small batch with a row of each kind, paths and an annotation, and its bytes.
///
/// The bytes may only change together with the format version or by a new section.
enum GoldenBatch {
    static let header: BatchHeader = {
        var capture = CaptureCounters()
        capture.received = 4
        capture.droppedByKernel = 1
        capture.droppedByInterface = 2
        return BatchHeader(
            sensorSession: SensorSession(
                sensor: "edge-1", session: SessionIdentifier(rawValue: 0x0123_4567_89ab_cdef)),
            partition: 2, partitionCount: 4, sequence: 7,
            sessionStart: Timestamp(nanoseconds: 1_600_000_000_000_000_000),
            watermark: Timestamp(nanoseconds: 1_600_000_000_900_000_000),
            allowedLatenessNanoseconds: 100_000_000, isEnd: true, capture: capture)
    }()

    static let packets: [PacketSummary] = {
        var first = PacketSummary()
        first.time = Timestamp(nanoseconds: 1_600_000_000_500_000_000)
        first.source = .literal("192.0.2.1")
        first.destination = .literal("198.51.100.2")
        first.sourcePort = 49_152
        first.destinationPort = 443
        first.transport = .tcp
        first.tcpFlags = [.syn]
        first.timeToLive = 64
        first.trafficClass = 0xb8
        first.frameBytes = 74
        first.ipBytes = 60
        first.transportHeaderBytes = 40
        first.tcpWindow = 64_240
        first.tcpSequence = 0x1122_3344
        first.vlan = 10
        first.sourceMAC = MACAddress(rawValue: 0x0200_0000_0001)
        first.destinationMAC = MACAddress(rawValue: 0x0a0b_0c0d_0e0f)
        var second = PacketSummary()
        second.time = Timestamp(nanoseconds: 1_600_000_000_500_001_000)
        second.source = .literal("2001:db8::1")
        second.destination = .literal("2001:db8::2")
        second.sourcePort = 53
        second.destinationPort = 5353
        second.transport = .udp
        second.timeToLive = 255
        second.frameBytes = 1518
        second.ipBytes = 1500
        second.payloadBytes = 1452
        second.transportHeaderBytes = 8
        second.vlan = 4095
        second.innerVLAN = 0
        second.isFragment = true
        second.tunnel = Tunnel(kind: .vxlan, identifier: 0x01_0203)
        var third = first
        third.time = Timestamp(nanoseconds: 1_600_000_000_499_999_000)
        third.latenessNanoseconds = 2000
        third.vlan = nil
        third.tcpFlags = [.syn, .ack]
        third.tcpAcknowledgement = 0x5566_7788
        return [first, second, third]
    }()

    static let skipped: SkippedPacket = {
        var packet = SkippedPacket()
        packet.time = Timestamp(nanoseconds: 1_600_000_000_500_001_001)
        packet.frameBytes = 60
        packet.etherType = 0x0806
        packet.reason = .arp
        packet.arpSender = .literal("192.0.2.9")
        return packet
    }()

    static let annotation: PlacedAnnotation = {
        var annotation = FlowAnnotation(
            tuple: FiveTuple(
                source: .literal("192.0.2.1"), destination: .literal("198.51.100.2"),
                sourcePort: 49_152, destinationPort: 443, transport: .tcp),
            vlan: 10, tunnel: nil, clock: Timestamp(nanoseconds: 1_600_000_000_500_000_000))
        annotation.sourceEntropyBits = 7.5
        annotation.application.label = "TLS"
        annotation.application.risks = ["A", "B"]
        annotation.application.tls = TLSSummary()
        annotation.application.tls?.version = 0x0303
        return PlacedAnnotation(position: 3, annotation: annotation)
    }()

    static func make() -> [UInt8] {
        var writer = PacketBatchWriter()
        for packet in packets { writer.append(packet) }
        writer.append(annotation.annotation)
        writer.append(skipped)
        return writer.finish(header)
    }

    /// Worked out from `topics/packets.md` without the encoder.
    static let bytes = """
        57 45 49 52 01 01 67 00 6f e1 87 6c f5 01 00 00
        ef cd ab 89 67 45 23 01 07 00 00 00 00 00 00 00
        00 00 a0 d8 85 57 34 16 00 e9 44 0e 86 57 34 16
        00 e1 f5 05 00 00 00 00 04 00 00 00 00 00 00 00
        01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00
        00 65 6d f6 85 57 34 16 02 00 00 00 04 00 00 00
        06 65 64 67 65 2d 31 01 00 00 00 7c 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 44
        33 22 11 00 00 00 00 4a 00 00 00 3c 00 00 00 00
        00 00 00 00 c0 bb 01 f0 fa 0a 00 ff ff 00 00 06
        02 40 b8 28 00 c0 00 02 01 c6 33 64 02 18 fc ff
        ff ff ff ff ff d0 07 00 00 00 00 00 00 44 33 22
        11 88 77 66 55 4a 00 00 00 3c 00 00 00 00 00 00
        00 00 c0 bb 01 f0 fa ff ff ff ff 02 00 06 12 40
        b8 28 00 c0 00 02 01 c6 33 64 02 02 00 00 00 56
        00 00 00 e8 03 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 ee 05 00 00 dc
        05 00 00 ac 05 00 00 35 00 e9 14 00 00 ff 0f 00
        00 01 00 11 00 ff 00 08 01 20 01 0d b8 00 00 00
        00 00 00 00 00 00 00 00 01 20 01 0d b8 00 00 00
        00 00 00 00 00 00 00 00 02 03 00 00 00 1d 00 00
        00 e9 03 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 3c 00 00 00 c0 00 02 09 06 08 03 00 01 04 00
        00 00 28 00 00 00 02 00 00 00 00 01 0a 0b 0c 0d
        0e 0f 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 03 02 01 00 04 00 00 00 05 00
        00 00 08 00 00 00 00 00 01 00 00 00 00 00 06 00
        00 00 3f 00 00 00 03 00 00 00 37 00 00 00 00 65
        6d f6 85 57 34 16 06 00 c0 bb 01 0a 00 00 00 00
        00 00 04 c0 00 02 01 04 c6 33 64 02 01 08 00 00
        00 00 00 00 1e 40 03 03 54 4c 53 06 01 41 06 01
        42 14 02 03 03
        """
}
