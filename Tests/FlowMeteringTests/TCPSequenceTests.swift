import NetworkModel
import TestSupport
import Testing

@testable import FlowMetering

/// What sequence numbers and times tell: the handshake, what was sent again or came late.
struct TCPSequenceTests {
    private func connected() -> TCPSegments {
        var segments = TCPSegments()
        segments.shakeHands()
        return segments
    }

    @Test func `a connection takes 104 bytes`() {
        #expect(MemoryLayout<TCPConnection>.stride <= 104)
    }

    @Test func `the handshake lasts from the newest SYN to the first acknowledgement`() {
        var segments = TCPSegments()
        segments.add(.syn, 0)
        segments.add(.syn, 0)
        segments.add([.syn, .ack], reply: true, 0, 1)
        #expect(segments.summary.handshakeRTTNanoseconds == nil)
        // It doesn't acknowledge the SYN+ACK.
        segments.add(.ack, 1, 0)
        segments.add(.ack, 1, 1, payload: 5)
        #expect(segments.summary.handshakeRTTNanoseconds == 3_000_000)
        segments.add(.ack, 6, 1)
        segments.add(.syn, 0)
        #expect(segments.summary.handshakeRTTNanoseconds == 3_000_000)
    }

    @Test func `no handshake without its SYN, nor one by a RST`() {
        var turned = TCPSegments(isTurned: true)
        turned.add([.syn, .ack], reply: true, 0, 1)
        turned.add(.ack, 1, 1)
        #expect(turned.summary.handshakeRTTNanoseconds == nil)
        var reset = TCPSegments()
        reset.add(.syn, 0)
        reset.add([.syn, .ack], reply: true, 0, 1)
        reset.add([.rst, .ack], 1, 1)
        #expect(reset.summary.handshakeRTTNanoseconds == nil)
    }

    @Test func `times that run back give a handshake of 0`() {
        var connection = TCPConnection()
        for packet in [
            Packets.tcp(.syn, at: 50), Packets.tcp([.syn, .ack], at: 20, reply: true),
            Packets.tcp(.ack, at: 10, acknowledgement: 1),
        ] {
            _ = connection.add(packet, isReverse: packet.source == Packets.server)
        }
        #expect(connection.summary.handshakeRTTNanoseconds == 0)
    }

    @Test func `what fills a hole is out of order, what was seen is sent again`() {
        var segments = connected()
        segments.add(.ack, 1, 1, payload: 100)
        segments.add(.ack, 201, 1, payload: 100)
        segments.add(.ack, 101, 1, payload: 50)
        segments.add(.ack, 151, 1, payload: 50)
        #expect(segments.summary.forwardOutOfOrderPackets == 2)
        #expect(segments.summary.forwardRetransmittedPackets == 0)
        segments.add(.ack, 101, 1, payload: 50)
        segments.add(.ack, 201, 1, payload: 100)
        #expect(segments.summary.forwardOutOfOrderPackets == 2)
        #expect(segments.summary.forwardRetransmittedPackets == 2)
        // Partly new.
        segments.add(.ack, 251, 1, payload: 100)
        #expect(segments.summary.forwardRetransmittedPackets == 2)
        #expect(segments.summary.reverseRetransmittedPackets == 0)
    }

    @Test func `SYN and FIN sent again count, RST and pure acknowledgements don't`() {
        var segments = TCPSegments()
        segments.add(.syn, 0)
        segments.add(.syn, 0)
        segments.add([.syn, .ack], reply: true, 0, 1)
        segments.add([.syn, .ack], reply: true, 0, 1)
        for _ in 0..<3 { segments.add(.ack, 1, 1) }
        segments.add([.fin, .ack], reply: true, 1, 1)
        segments.add([.fin, .ack], reply: true, 1, 1)
        segments.add(.rst, 1)
        segments.add(.rst, 1)
        #expect(segments.summary.forwardRetransmittedPackets == 1)
        #expect(segments.summary.reverseRetransmittedPackets == 2)
    }

    @Test func `keep-alives and probes of a closed window aren't sent again`() {
        var segments = connected()
        segments.add(.ack, 1, 1, payload: 100)
        segments.add(.ack, 100, 1, payload: 1)
        segments.add(.ack, 100, 1)
        segments.add(.ack, reply: true, 1, 101, window: 0)
        segments.add(.ack, 101, 1, payload: 1)
        segments.add(.ack, 101, 1, payload: 1)
        #expect(segments.summary.forwardRetransmittedPackets == 0)
        #expect(segments.summary.forwardOutOfOrderPackets == 0)
        // Zeek logs them nevertheless.
        #expect(segments.summary.history == "ShADTaw")
    }

    @Test func `sequence numbers wrap in holes and repeats`() {
        let start = UInt32.max &- 1100
        var segments = TCPSegments()
        segments.add(.syn, start)
        segments.add([.syn, .ack], reply: true, 0, start &+ 1)
        segments.add(.ack, start &+ 1, 1)
        segments.add(.ack, start &+ 1, 1, payload: 60)
        segments.add(.ack, start &+ 121, 1, payload: 60)
        segments.add(.ack, start &+ 61, 1, payload: 60)
        segments.add(.ack, start &+ 61, 1, payload: 60)
        segments.add(.ack, reply: true, 1, start &+ 181)
        #expect(segments.summary.forwardOutOfOrderPackets == 1)
        #expect(segments.summary.forwardRetransmittedPackets == 1)
        #expect(segments.summary.history == "ShADTa")
    }

    @Test func `a later segment has the whole history and its own counts`() {
        var segments = connected()
        for _ in 0..<3 { segments.add(.ack, 1, 1, payload: 10) }
        #expect(segments.summary.forwardRetransmittedPackets == 2)
        segments.connection.beginSegment()
        #expect(segments.summary.forwardRetransmittedPackets == 0)
        segments.add(.ack, 1, 1, payload: 10)
        #expect(segments.summary.forwardRetransmittedPackets == 1)
        #expect(segments.text == "S1 ShADT")
        #expect(segments.summary.handshakeRTTNanoseconds == 2_000_000)
    }

    @Test func `later fragments carry the payload on`() {
        var segments = connected()
        segments.add(.ack, 1, 1, payload: 100)
        var fragment = Packets.tcp([], at: 9, payload: 50)
        fragment.isFragment = true
        _ = segments.connection.add(fragment, isReverse: false)
        segments.add(.ack, 151, 1, payload: 10)
        segments.add(.ack, reply: true, 1, 161)
        #expect(segments.text == "S1 ShADa")
        #expect(segments.summary.forwardRetransmittedPackets == 0)
    }

    @Test func `a fragment without its header closes nothing, whatever its flags`() {
        var connection = TCPConnection()
        for flags in [.rst, [.fin, .ack], .syn] as [TCPFlags] {
            var packet = Packets.tcp(flags, at: 0, payload: 1)
            packet.isFragment = true
            let closes = connection.add(packet, isReverse: false)
            #expect(!closes)
        }
        #expect(connection.state == "OTH")
        #expect(connection.history == "")
    }

    @Test func `any packets give one of the thirteen states, and a close a final one`() {
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        let states: Set = [
            "S0", "S1", "S2", "S3", "SF", "REJ", "RSTO", "RSTR", "RSTOS0", "RSTRH", "SH", "SHR",
            "OTH",
        ]
        var seen: Set<String> = []
        for _ in 0..<2000 {
            var connection = TCPConnection(isTurned: Bool.random(using: &generator))
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                var packet = Packets.tcp([], at: Int64.random(in: 0...99, using: &generator))
                let usual: [TCPFlags] = [.syn, [.syn, .ack], .ack, .ack, .ack, [.fin, .ack]]
                let any = TCPFlags(rawValue: UInt8.random(in: 0...31, using: &generator))
                packet.tcpFlags = (usual + [any]).randomElement(using: &generator) ?? any
                packet.tcpSequence = .random(in: 0...3, using: &generator) &* 0x7fff_ffff
                packet.tcpAcknowledgement = .random(in: 0...3, using: &generator) &* 0x7fff_ffff
                packet.payloadBytes = [0, 0, 1, .max].randomElement(using: &generator) ?? 0
                packet.tcpWindow = .random(in: 0...1, using: &generator)
                packet.isFragment = UInt8.random(in: 0...9, using: &generator) == 0
                let isReverse = Bool.random(using: &generator)
                let closes = connection.add(packet, isReverse: isReverse)
                if closes && !packet.isFragment {
                    let isFinal = ["S", "R"].contains(connection.state.first)
                    #expect(isFinal || connection.state == "OTH", "seed \(seed)")
                    #expect(!["S0", "S1"].contains(connection.state), "seed \(seed)")
                }
            }
            let summary = connection.summary
            #expect(states.contains(summary.state), "seed \(seed)")
            #expect(summary.history.count <= TCPHistory.capacity, "seed \(seed)")
            seen.insert(summary.state)
        }
        #expect(seen == states, "seed \(seed)")
    }
}
