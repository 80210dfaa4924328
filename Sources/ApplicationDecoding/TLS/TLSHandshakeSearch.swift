/// The first handshake message in a prefix of a TLS stream (RFC 8446 section 5.1).
enum TLSHandshakeSearch {
    /// Wanted: more bytes, or nothing.
    case incomplete
    /// This isn't a stream that begins with a hello.
    case absent
    /// The message, where it lies whole in one record: its type, and its body's range.
    case inPlace(type: UInt8, body: Range<Int>)
    /// The message put together from several records, with its header of four bytes.
    case assembled(type: UInt8, message: [UInt8])
    /// A hello in the form of SSL 2 that offers this version.
    case versionTwo(version: UInt16)

    /// Longer hellos aren't waited for.
    static let limitBytes = 16_384

    /// Looks at what there is of the stream, from its beginning.
    init(_ stream: RawSpan) {
        self = .incomplete
        var position = 0
        var message: [UInt8] = []
        while stream.has(5, at: position) {
            let length = Int(stream.word16(at: position + 3))
            guard Self.isRecord(stream, position), stream.byte(at: position) == 22 else {
                self = position == 0 ? Self.versionTwo(stream) : .absent
                return
            }
            let start = position + 5
            let end = min(start + length, stream.byteCount)
            if message.isEmpty && end - start >= 4 {
                let type = stream.byte(at: start)
                let needed = 4 + stream.word24(at: start + 1)
                guard (type == 1 || type == 2) && needed <= Self.limitBytes else {
                    self = .absent
                    return
                }
                if start + needed <= end {
                    self = .inPlace(type: type, body: start + 4..<start + needed)
                    return
                }
            }
            message.append(contentsOf: stream, in: start..<end)
            if let found = Self.assembled(message) {
                self = found
                return
            }
            position = start + length
        }
    }

    /// True if the bytes may be a TLS record's header, of those that stand before a hello.
    static func isRecord(_ span: RawSpan, _ position: Int) -> Bool {
        guard span.has(5, at: position) else { return false }
        let length = span.word16(at: position + 3)
        return (20...23).contains(span.byte(at: position)) && span.byte(at: position + 1) == 3
            && span.byte(at: position + 2) <= 4 && length > 0 && length <= 18_432
    }

    private static func assembled(_ message: [UInt8]) -> Self? {
        guard message.count >= 4 else { return nil }
        guard message[0] == 1 || message[0] == 2 else { return .absent }
        let length = Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3])
        guard 4 + length <= limitBytes else { return .absent }
        return message.count >= 4 + length ? .assembled(type: message[0], message: message) : nil
    }

    /// A client's hello in the form of SSL 2 (RFC 5246, appendix E.2).
    private static func versionTwo(_ stream: RawSpan) -> Self {
        guard stream.has(11, at: 0), stream.byte(at: 0) & 0x80 != 0, stream.byte(at: 2) == 1
        else { return .absent }
        let length = Int(stream.word16(at: 0) & 0x7fff)
        let version = stream.word16(at: 3)
        let parts = (0..<3).map { Int(stream.word16(at: 5 + 2 * $0)) }
        guard version == 2 || version >> 8 == 3, parts[0] > 0, parts[0] % 3 == 0,
            length == 9 + parts[0] + parts[1] + parts[2]
        else { return .absent }
        return .versionTwo(version: version)
    }
}
