internal import NetworkModel

/// Reads both hellos of a TLS connection over TCP.
final class TLSDecoder: PayloadDecoder {
    private var summary = TLSSummary()
    /// What came of each direction while its hello isn't whole.
    private var prefixes: [[UInt8]] = [[], []]
    private var isFinished = [false, false]
    /// Chunks that may still come; an end for connections of which one direction wasn't captured.
    private var chunksLeft = 32
    var change = ApplicationChange.none

    var isDone: Bool { (isFinished[0] && isFinished[1]) || chunksLeft == 0 }

    /// True before the first byte of either direction.
    var isUntouched: Bool { chunksLeft == 32 }

    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool) {
        let direction = isReverse ? 1 : 0
        guard !isDone else { return }
        chunksLeft -= 1
        guard !isFinished[direction] else { return }
        if isBehindGap && !prefixes[direction].isEmpty {
            finish(direction)
        } else if prefixes[direction].isEmpty {
            read(payload, direction)
        } else {
            prefixes[direction].append(contentsOf: payload, in: 0..<payload.byteCount)
            let prefix = prefixes[direction]
            // Any bytes make a span of bytes.
            read(unsafe prefix.span.bytes, direction)
        }
    }

    func fill(_ record: inout ApplicationRecord) {
        guard summary != TLSSummary() else { return }
        record.tls = summary
        if let name = summary.serverName { record.serverName = name }
    }

    private func finish(_ direction: Int) {
        isFinished[direction] = true
        prefixes[direction] = []
    }

    private func read(_ stream: RawSpan, _ direction: Int) {
        switch TLSHandshakeSearch(stream) {
        case .incomplete where stream.byteCount < TLSHandshakeSearch.limitBytes:
            if prefixes[direction].isEmpty {
                prefixes[direction] = stream.bytes(0..<stream.byteCount)
            }
            return
        case .incomplete, .absent: break
        case .inPlace(let type, let body): readHello(stream, body, type)
        case .assembled(let type, let message):
            // Any bytes make a span of bytes.
            let span = unsafe message.span.bytes
            readHello(span, 4..<4 + span.word24(at: 1), type)
        case .versionTwo(let version):
            if summary.version == nil { summary.version = version }
            change.raise(to: .contents)
        }
        finish(direction)
    }

    private func readHello(_ span: RawSpan, _ body: Range<Int>, _ type: UInt8) {
        if type == 1 {
            guard let hello = TLSClientHello(span, body: body) else { return }
            summary.add(hello, transport: "t")
        } else {
            guard let hello = TLSServerHello(span, body: body) else { return }
            summary.add(hello)
        }
        change.raise(to: .contents)
    }
}
