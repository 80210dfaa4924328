import NetworkModel
import TestSupport
import Testing

@testable import FlowMetering

/// Each state of Zeek's conn_state, by the packets of its description.
struct TCPStateTests {
    @Test func `S0 is an attempt that nobody answered`() {
        var segments = TCPSegments()
        segments.add(.syn, 0)
        segments.add(.syn, 0)
        #expect(segments.text == "S0 S")
    }

    @Test func `S1 is established from the SYN+ACK on`() {
        var segments = TCPSegments()
        segments.add(.syn, 0)
        segments.add([.syn, .ack], reply: true, 0, 1)
        #expect(segments.text == "S1 Sh")
        segments.add(.ack, 1, 1)
        segments.exchange()
        #expect(segments.text == "S1 ShADd")
    }

    @Test func `SF is closed by both`() {
        var segments = TCPSegments()
        segments.shakeHands()
        segments.exchange()
        segments.add([.fin, .ack], 101, 101)
        segments.add([.fin, .ack], reply: true, 101, 102)
        segments.add(.ack, 102, 102)
        #expect(segments.text == "SF ShADdFf")
    }

    @Test func `REJ is an attempt that was refused`() {
        var segments = TCPSegments()
        segments.add(.syn, 0)
        segments.add([.rst, .ack], reply: true, 0, 1)
        #expect(segments.text == "REJ Sr")
        // As an attempt that answers the refusal by a RST of its own.
        var both = TCPSegments()
        both.add(.syn, 0)
        both.add([.syn, .ack], reply: true, 0, 1)
        both.add(.rst, 1)
        both.add(.rst, reply: true, 1)
        #expect(both.text == "REJ ShRr")
    }

    @Test func `S2 and S3 are closed by one side`() {
        var originator = TCPSegments()
        originator.shakeHands()
        originator.add([.fin, .ack], 1, 1)
        #expect(originator.text == "S2 ShAF")
        var responder = TCPSegments()
        responder.shakeHands()
        responder.add([.fin, .ack], reply: true, 1, 1)
        #expect(responder.text == "S3 ShAf")
    }

    @Test func `RSTO and RSTR are aborted after the handshake`() {
        var originator = TCPSegments()
        originator.shakeHands()
        originator.exchange()
        originator.add(.rst, 101)
        #expect(originator.text == "RSTO ShADdR")
        var responder = TCPSegments()
        responder.shakeHands()
        responder.exchange()
        responder.add(.rst, reply: true, 101)
        #expect(responder.text == "RSTR ShADdr")
    }

    @Test func `RSTOS0 is a SYN and RST without an answer`() {
        var segments = TCPSegments()
        segments.add(.syn, 0)
        segments.add(.rst, 1)
        #expect(segments.text == "RSTOS0 SR")
    }

    @Test func `RSTRH is a SYN+ACK and RST without a SYN`() {
        var segments = TCPSegments(isTurned: true)
        segments.add([.syn, .ack], reply: true, 0, 1)
        segments.add(.rst, reply: true, 1)
        #expect(segments.text == "RSTRH ^hr")
    }

    @Test func `SH and SHR are closed by a side that was seen alone`() {
        var originator = TCPSegments()
        originator.add(.syn, 0)
        originator.add(.fin, 1)
        #expect(originator.text == "SH SF")
        var responder = TCPSegments(isTurned: true)
        responder.add([.syn, .ack], reply: true, 0, 1)
        responder.add([.fin, .ack], reply: true, 1, 1)
        #expect(responder.text == "SHR ^hf")
    }

    @Test func `OTH is seen from the middle and not closed`() {
        var segments = TCPSegments()
        segments.exchange()
        segments.add(.ack, 101, 101)
        segments.add(.ack, reply: true, 101, 101)
        #expect(segments.text == "OTH DdAa")
        #expect(TCPConnection().state == "OTH")
    }

    @Test func `FIN and RST of one side and FIN of the other is SF`() {
        var segments = TCPSegments()
        segments.shakeHands()
        segments.add([.fin, .ack], 1, 1)
        segments.add(.rst, 2)
        #expect(segments.text == "RSTO ShAFR")
        segments.add([.fin, .ack], reply: true, 1, 2)
        #expect(segments.text == "SF ShAFRf")
    }

    @Test func `RST after both FINs changes nothing but the history`() {
        var segments = TCPSegments()
        segments.shakeHands()
        segments.add([.fin, .ack], 1, 1)
        segments.add([.fin, .ack], reply: true, 1, 2)
        segments.add(.rst, reply: true, 2)
        #expect(segments.text == "SF ShAFfr")
    }

    @Test func `a handshake whose SYN wasn't seen, or was captured late, is established`() {
        var missed = TCPSegments(isTurned: true)
        missed.add([.syn, .ack], reply: true, 0, 1)
        missed.add(.ack, 1, 1)
        #expect(missed.text == "S1 ^hA")
        var late = TCPSegments(isTurned: true)
        late.add([.syn, .ack], reply: true, 0, 1)
        late.add(.syn, 0)
        late.add(.ack, 1, 1)
        #expect(late.text == "S1 ^hSA")
    }

    @Test func `an acknowledgement ahead of the SYN+ACK doesn't make the connection partial`() {
        var segments = TCPSegments()
        segments.add(.syn, 0)
        segments.add(.ack, reply: true, 0, 1)
        #expect(segments.text == "S0 Sa")
        segments.add([.syn, .ack], reply: true, 0, 1)
        #expect(segments.text == "S1 Sah")
    }

    @Test func `both sides may open at once`() {
        var segments = TCPSegments()
        segments.add(.syn, 0)
        segments.add(.syn, reply: true, 0)
        #expect(segments.text == "S1 Ss")
    }
}
