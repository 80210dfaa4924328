internal import NetworkModel

/// Reads the client's hello out of QUIC's first packets (RFC 9000, 9001, 9369).
///
/// The hello may be cut into pieces that come in any order and in several datagrams.
final class QUICDecoder: PayloadDecoder {
    private var summary = TLSSummary()
    private var keys: QUICKeys?
    private var keyConnection: [UInt8] = []
    /// The stream of the handshake, as far as it came, and which of its bytes did.
    private var crypto: [UInt8] = []
    private var present: [Bool] = []
    private var datagramsLeft = 12
    var change = ApplicationChange.none

    var isDone: Bool { summary.ja4 != nil || datagramsLeft == 0 }

    /// True if a client's first packet begins here.
    static func isInitial(_ payload: RawSpan) -> Bool { QUICPacket(payload, at: 0) != nil }

    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool) {
        guard !isDone else { return }
        datagramsLeft -= 1
        var position = 0
        while let packet = QUICPacket(payload, at: position) {
            read(packet, payload)
            position = packet.range.upperBound
        }
    }

    func fill(_ record: inout ApplicationRecord) {
        guard summary != TLSSummary() else { return }
        record.tls = summary
        record.serverName = summary.serverName
    }

    /// Tries the keys of the connection's first packet, then those of this one: after a retry the
    /// client begins again with another identifier.
    private func read(_ packet: QUICPacket, _ payload: RawSpan) {
        if let keys, readFrames(packet.content(payload, keys)) { return }
        guard packet.destination != keyConnection else { return }
        let own = QUICKeys(packet.version, connection: packet.destination)
        guard readFrames(packet.content(payload, own)) else { return }
        keys = own
        keyConnection = packet.destination
    }

    /// False if the content isn't a row of frames that a first packet may have.
    private func readFrames(_ content: [UInt8]) -> Bool {
        // Any bytes make a span of bytes.
        let span = unsafe content.span.bytes
        var pieces: [(offset: Int, range: Range<Int>)] = []
        guard QUICFrames.read(span, &pieces) else { return false }
        for piece in pieces { store(span, piece.offset, piece.range) }
        if !pieces.isEmpty { readHello() }
        return true
    }

    private func store(_ span: RawSpan, _ offset: Int, _ range: Range<Int>) {
        let end = offset + range.count
        guard end <= DecodingLimit.cryptoBytes else { return }
        if end > crypto.count {
            let missing = end - crypto.count
            crypto.append(contentsOf: repeatElement(0, count: missing))
            present.append(contentsOf: repeatElement(false, count: missing))
        }
        for index in 0..<range.count {
            crypto[offset + index] = span.byte(at: range.lowerBound + index)
            present[offset + index] = true
        }
    }

    private func readHello() {
        guard crypto.count >= 4, crypto[0] == 1 else { return }
        let crypto = crypto
        // Any bytes make a span of bytes.
        let span = unsafe crypto.span.bytes
        let end = 4 + span.word24(at: 1)
        guard end <= crypto.count, !present[..<end].contains(false),
            let hello = TLSClientHello(span, body: 4..<end)
        else { return }
        summary.add(hello, transport: "q")
        change.raise(to: .contents)
        self.crypto = []
        present = []
    }
}
