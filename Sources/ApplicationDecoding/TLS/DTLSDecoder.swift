internal import NetworkModel

/// Reads both hellos of DTLS (RFC 6347, RFC 9147).
final class DTLSDecoder: PayloadDecoder {
    private var summary = TLSSummary()
    /// What came of each direction's hello, in order.
    private var messages: [[UInt8]] = [[], []]
    private var datagramsLeft = 24
    var change = ApplicationChange.none

    var isDone: Bool { (summary.ja4 != nil && summary.ja3s != nil) || datagramsLeft == 0 }

    /// True for a record of the handshake that begins with a hello.
    static func isHello(_ payload: RawSpan) -> Bool {
        guard payload.has(25, at: 0), payload.byte(at: 0) == 22, isVersion(payload, 1) else {
            return false
        }
        return payload.byte(at: 13) == 1 || payload.byte(at: 13) == 2
    }

    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool) {
        guard !isDone else { return }
        datagramsLeft -= 1
        var position = 0
        while payload.has(13, at: position), Self.isVersion(payload, position + 1) {
            let start = position + 13
            let end = start + Int(payload.word16(at: position + 11))
            guard end <= payload.byteCount else { return }
            // Only what is sent before the first change of keys can be read.
            if payload.byte(at: position) == 22 && payload.word16(at: position + 3) == 0 {
                readFragments(payload, start..<end, isReverse ? 1 : 0)
            }
            position = end
        }
    }

    func fill(_ record: inout ApplicationRecord) {
        guard summary != TLSSummary() else { return }
        record.tls = summary
        record.serverName = summary.serverName
    }

    private static func isVersion(_ span: RawSpan, _ offset: Int) -> Bool {
        let version = span.word16(at: offset)
        return version == 0xfeff || version == 0xfefd || version == 0x0100
    }

    private func readFragments(_ span: RawSpan, _ record: Range<Int>, _ direction: Int) {
        var position = record.lowerBound
        while position + 12 <= record.upperBound {
            let type = span.byte(at: position)
            let length = span.word24(at: position + 1)
            let offset = span.word24(at: position + 6)
            let body = position + 12..<position + 12 + span.word24(at: position + 9)
            guard body.upperBound <= record.upperBound else { return }
            position = body.upperBound
            guard type == 1 || type == 2, length <= TLSHandshakeSearch.limitBytes else { continue }
            // A message begins anew at its first fragment; one that is missing leaves it unread.
            if offset == 0 { messages[direction] = [] }
            guard messages[direction].count == offset else { continue }
            messages[direction].append(contentsOf: span, in: body)
            if messages[direction].count == length { readHello(type, direction) }
        }
    }

    private func readHello(_ type: UInt8, _ direction: Int) {
        let message = messages[direction]
        messages[direction] = []
        // Any bytes make a span of bytes.
        let span = unsafe message.span.bytes
        if type == 1 {
            guard summary.ja4 == nil,
                let hello = TLSClientHello(span, body: 0..<message.count, isDatagram: true)
            else { return }
            summary.add(hello, transport: "d")
        } else {
            guard let hello = TLSServerHello(span, body: 0..<message.count) else { return }
            summary.add(hello)
        }
        change.raise(to: .contents)
    }
}
