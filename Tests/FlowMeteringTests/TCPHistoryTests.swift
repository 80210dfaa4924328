import NetworkModel
import TestSupport
import Testing

@testable import FlowMetering

/// Each letter of Zeek's history, and the rules of repetition.
struct TCPHistoryTests {
    private func connected() -> TCPSegments {
        var segments = TCPSegments()
        segments.shakeHands()
        return segments
    }

    @Test func `a data packet logs no A, a FIN with data no D`() {
        var segments = connected()
        segments.add(.ack, 1, 1, payload: 10)
        segments.add([.fin, .ack], reply: true, 1, 11, payload: 10)
        #expect(segments.summary.history == "ShADf")
    }

    @Test func `SYN, FIN and RST are logged again for another sequence number`() {
        var segments = TCPSegments()
        segments.add(.syn, 0)
        segments.add(.syn, 40)
        // While the handshake is open, another SYN begins it anew.
        #expect(segments.summary.history == "S")
        segments.add([.fin, .ack], 41)
        segments.add([.fin, .ack], 41)
        #expect(segments.summary.history == "SF")
        segments.add([.fin, .ack], 45)
        #expect(segments.summary.history == "SFF")
        segments.add(.syn, 90)
        #expect(segments.summary.history == "SFFS")
        segments.add(.rst, reply: true, 0)
        segments.add(.rst, reply: true, 0)
        segments.add(.rst, reply: true, 7)
        #expect(segments.summary.history == "SFFSrr")
    }

    @Test func `Q is SYN with FIN or RST, I is FIN with RST`() {
        var segments = TCPSegments()
        segments.add([.syn, .fin], 0)
        segments.add([.syn, .rst], 0)
        segments.add([.fin, .rst], reply: true, 0)
        #expect(segments.summary.history == "Qi")
    }

    @Test func `T is payload sent again, logged at 1, 10, 100 and so on`() {
        var segments = connected()
        segments.add(.ack, 1, 1, payload: 10)
        for _ in 0..<9 { segments.add(.ack, 1, 1, payload: 10) }
        #expect(segments.summary.history == "ShADT")
        segments.add(.ack, 1, 1, payload: 10)
        #expect(segments.summary.history == "ShADTT")
        for _ in 10..<100 { segments.add(.ack, 1, 1, payload: 10) }
        #expect(segments.summary.history == "ShADTTT")
        #expect(segments.summary.forwardRetransmittedPackets == 100)
    }

    @Test func `W is a window of zero, but not in a RST or to a side that has closed`() {
        var segments = connected()
        segments.add(.ack, reply: true, 1, 1, window: 0)
        #expect(segments.summary.history == "ShAaw")
        segments.add([.fin, .ack], reply: true, 1, 1)
        segments.add(.ack, 1, 2, window: 0)
        #expect(segments.summary.history == "ShAawf")
        segments.add(.rst, 1, 2, window: 0)
        #expect(segments.summary.history == "ShAawfR")
    }

    @Test func `G is payload that was acknowledged and never seen`() {
        var segments = connected()
        segments.add(.ack, 1, 1, payload: 10)
        segments.add(.ack, 21, 1, payload: 10)
        #expect(segments.summary.history == "ShAD")
        segments.add(.ack, reply: true, 1, 11)
        #expect(segments.summary.history == "ShADa")
        segments.add(.ack, reply: true, 1, 31)
        #expect(segments.summary.history == "ShADaG")
        // And where nothing was seen behind it.
        segments.add(.ack, reply: true, 1, 51)
        #expect(segments.connection.forward.gaps == 2)
    }

    @Test func `no G for a FIN's octet, in a partial connection or for a hole that was filled`() {
        var closed = connected()
        closed.add([.fin, .ack], 1, 1, payload: 10)
        closed.add(.ack, reply: true, 1, 12)
        #expect(closed.summary.history == "ShAFa")
        var partial = TCPSegments()
        partial.add(.ack, 1, 1, payload: 10)
        partial.add(.ack, reply: true, 1, 500)
        #expect(partial.summary.history == "Da")
        var filled = connected()
        filled.add(.ack, 11, 1, payload: 10)
        filled.add(.ack, 1, 1, payload: 10)
        filled.add(.ack, reply: true, 1, 21)
        #expect(filled.summary.history == "ShADTa")
        #expect(filled.summary.forwardOutOfOrderPackets == 1)
    }

    @Test func `24 letters are kept, and repeats find no room in the last eight`() {
        var history = TCPHistory()
        #expect(history.text.isEmpty && history.count == 0)
        for _ in 0..<30 { history.append(.fin, isReverse: false, isRepeated: true) }
        #expect(history.text == String(repeating: "F", count: 16))
        for _ in 0..<30 { history.append(.acknowledgement, isReverse: true) }
        #expect(history.text == String(repeating: "F", count: 16) + "aaaaaaaa")
        #expect(history.count == 24)
    }

    @Test func `every letter has its character`() {
        let letters: [TCPHistory.Letter] = [
            .turned, .syn, .synAck, .acknowledgement, .data, .fin, .rst, .retransmission,
            .zeroWindow, .gap, .multipleFlags, .finWithRST,
        ]
        var history = TCPHistory()
        for letter in letters { history.append(letter, isReverse: false) }
        for letter in letters { history.append(letter, isReverse: true) }
        #expect(history.text == "^SHADFRTWGQI^shadfrtwgqi")
    }
}
