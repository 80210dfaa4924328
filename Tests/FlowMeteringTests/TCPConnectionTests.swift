@testable import FlowMetering
import TestSupport
import NetworkModel
import Testing

struct TCPConnectionTests {
    @Test func `only the acknowledgement of the last FIN closes`() {
        var progress = TCPConnection()
        let closings = Packets.connection(at: 0).map {
            progress.add($0, isReverse: $0.source == Packets.server)
        }
        #expect(closings == [false, false, false, false, false, true])
    }

    @Test func `an older acknowledgement doesn't close, nor does the sender's own`() {
        var progress = TCPConnection()
        for packet in Packets.connection(at: 0).dropLast() {
            _ = progress.add(packet, isReverse: packet.source == Packets.server)
        }
        let old = progress.add(Packets.tcp(.ack, at: 9, acknowledgement: 901), isReverse: false)
        let exact = Packets.tcp(.ack, at: 9, acknowledgement: 902)
        let own = progress.add(exact, isReverse: true)
        let last = progress.add(exact, isReverse: false)
        #expect([old, own, last] == [false, false, true])
    }

    @Test func `sequence numbers wrap`() {
        var progress = TCPConnection()
        _ = progress.add(Packets.tcp([.fin, .ack], at: 0), isReverse: false)
        let fin = Packets.tcp([.fin, .ack], at: 1, sequence: .max - 4, payload: 10)
        _ = progress.add(fin, isReverse: true)
        let short = progress.add(Packets.tcp(.ack, at: 2, acknowledgement: 5), isReverse: false)
        let whole = progress.add(Packets.tcp(.ack, at: 2, acknowledgement: 6), isReverse: false)
        #expect([short, whole] == [false, true])
    }

    @Test func `a FIN sent again isn't the last one`() {
        var progress = TCPConnection()
        let first = Packets.tcp([.fin, .ack], at: 0, sequence: 100)
        _ = progress.add(first, isReverse: false)
        let second = Packets.tcp([.fin, .ack], at: 1, sequence: 900, acknowledgement: 50)
        _ = progress.add(second, isReverse: true)
        _ = progress.add(first, isReverse: false)
        let acknowledgement = Packets.tcp(.ack, at: 2, acknowledgement: 901)
        let closes = progress.add(acknowledgement, isReverse: false)
        #expect(closes)
    }

    @Test func `a handshake or data both ways establish`() {
        var shaken = TCPConnection()
        for packet in Packets.connection(at: 0).prefix(3) {
            #expect(!shaken.isEstablished)
            _ = shaken.add(packet, isReverse: packet.source == Packets.server)
        }
        #expect(shaken.isEstablished)
        var midstream = TCPConnection()
        _ = midstream.add(Packets.tcp(.ack, at: 0, payload: 5), isReverse: false)
        _ = midstream.add(Packets.tcp(.ack, at: 1, payload: 0), isReverse: true)
        #expect(!midstream.isEstablished)
        _ = midstream.add(Packets.tcp(.ack, at: 1, payload: 5), isReverse: true)
        #expect(midstream.isEstablished)
    }

    @Test func `only a SYN of another sequence number is a new connection`() {
        var progress = TCPConnection()
        #expect(progress.isNewConnection(Packets.tcp(.syn, at: 0, sequence: 7)))
        _ = progress.add(Packets.tcp(.syn, at: 0, sequence: 7), isReverse: false)
        #expect(!progress.isNewConnection(Packets.tcp(.syn, at: 1, sequence: 7)))
        #expect(progress.isNewConnection(Packets.tcp(.syn, at: 1, sequence: 8)))
        #expect(!progress.isNewConnection(Packets.tcp([.syn, .ack], at: 1, sequence: 8)))
        #expect(!progress.isNewConnection(Packets.tcp([.syn, .rst], at: 1, sequence: 8)))
    }
}
