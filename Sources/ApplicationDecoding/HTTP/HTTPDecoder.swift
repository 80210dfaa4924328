internal import NetworkModel

/// Reads the first request and the first response of an HTTP/1 connection, and the TLS inside a
/// tunnel that CONNECT opens.
final class HTTPDecoder: PayloadDecoder {
    private var summary = HTTPSummary()
    private var heads: [[UInt8]] = [[], []]
    private var isFinished = [false, false]
    private var tunnel: TLSDecoder?
    private var chunksLeft = 64
    var change = ApplicationChange.none

    var isDone: Bool {
        if let tunnel { return tunnel.isDone }
        return (isFinished[0] && isFinished[1]) || chunksLeft == 0
    }

    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool) {
        if let tunnel {
            // What still belongs to the opening of the tunnel isn't TLS.
            if tunnel.isUntouched && !TLSHandshakeSearch.isRecord(payload, 0) { return }
            tunnel.take(payload, isReverse: isReverse, isBehindGap: isBehindGap)
            change.raise(to: tunnel.change)
            return
        }
        let direction = isReverse ? 1 : 0
        chunksLeft -= 1
        guard !isFinished[direction] else { return }
        if isBehindGap && !heads[direction].isEmpty {
            finish(direction)
        } else if heads[direction].isEmpty {
            guard HTTPHead.isRequest(payload) || HTTPHead.isResponse(payload) else {
                finish(direction)
                return
            }
            if HTTPHead.isWhole(payload, from: 0) || payload.byteCount >= PayloadLimit.headBytes {
                read(payload)
                finish(direction)
            } else {
                heads[direction] = payload.bytes(0..<payload.byteCount)
            }
        } else {
            extend(payload, direction)
        }
    }

    func finish() {
        finish(0)
        finish(1)
    }

    func fill(_ record: inout ApplicationRecord) {
        if summary != HTTPSummary() {
            record.http = summary
            record.serverName = summary.host.map(Self.withoutPort)
        }
        tunnel?.fill(&record)
    }

    /// A host without its port; the brackets of an IPv6 address stay.
    static func withoutPort(_ host: String) -> String {
        guard let colon = host.utf8.lastIndex(of: UInt8(ascii: ":")), colon != host.startIndex,
            host[host.utf8.index(after: colon)...].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            host.hasPrefix("[") || host.utf8.firstIndex(of: UInt8(ascii: ":")) == colon
        else { return host }
        return String(host[..<colon])
    }

    private func extend(_ payload: RawSpan, _ direction: Int) {
        let known = heads[direction].count
        let room = min(payload.byteCount, PayloadLimit.headBytes - known)
        heads[direction].append(contentsOf: payload, in: 0..<room)
        let head = heads[direction]
        // Any bytes make a span of bytes.
        let isWhole = HTTPHead.isWhole(unsafe head.span.bytes, from: known)
        if isWhole || head.count >= PayloadLimit.headBytes { finish(direction) }
    }

    /// Reads what was held of a direction; nothing more of it is.
    private func finish(_ direction: Int) {
        let head = heads[direction]
        heads[direction] = []
        isFinished[direction] = true
        // Any bytes make a span of bytes.
        if !head.isEmpty { read(unsafe head.span.bytes) }
    }

    private func read(_ span: RawSpan) {
        let head = HTTPHead(span)
        change.raise(to: .contents)
        if HTTPHead.isResponse(span) {
            // "HTTP/1.1 200": three digits behind the version.
            if span.has(12, at: 0) {
                let digits = (9..<12).map { span.byte(at: $0) &- 0x30 }
                if digits.allSatisfy({ $0 < 10 }) {
                    summary.status = digits.reduce(0) { $0 * 10 + UInt16($1) }
                }
            }
            summary.contentType = head.contentType
            if summary.method == "CONNECT", let status = summary.status, status / 100 == 2 {
                tunnel = TLSDecoder()
            }
            return
        }
        guard
            let line = HTTPRequestLine(span, head.startLine)
                ?? HTTPRequestLine(cut: span, head.startLine)
        else { return }
        summary.method = StrangersText.text(span, line.method)
        summary.target = StrangersText.text(span, line.target)
        summary.host = head.host
        summary.userAgent = head.userAgent
    }
}
