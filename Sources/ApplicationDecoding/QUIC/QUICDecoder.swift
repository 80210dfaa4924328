internal import NetworkModel

/// Reads the client's hello out of QUIC's first packets (RFC 9000, 9001, 9369).
///
/// The hello may be cut into pieces that come in any order and in several datagrams.
final class QUICDecoder: PayloadDecoder {
    private var summary = TLSSummary()
    private var keys: QUICKeys?
    private var keyConnection: [UInt8] = []
    private var crypto = CryptoStream()
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
        for piece in pieces { crypto.store(span.extracting(piece.range), at: piece.offset) }
        if !pieces.isEmpty { readHello() }
        return true
    }

    private func readHello() {
        let bytes = crypto.bytes
        guard bytes.count >= 4, bytes[0] == 1 else { return }
        // Any bytes make a span of bytes.
        let span = unsafe bytes.span.bytes
        let end = 4 + span.word24(at: 1)
        guard crypto.hasFirst(end), let hello = TLSClientHello(span, body: 4..<end) else { return }
        summary.add(hello, transport: "q")
        change.raise(to: .contents)
        crypto.forget()
    }
}
