/// The frames of QUIC's first packets (RFC 9000 section 19).
enum QUICFrames {
    /// Finds the pieces of the handshake; false if something isn't a frame that may stand here.
    static func read(
        _ span: RawSpan, _ pieces: inout [(offset: Int, range: Range<Int>)]
    ) -> Bool {
        var position = 0
        while position < span.byteCount {
            let type = span.byte(at: position)
            position += 1
            switch type {
            // PADDING and PING.
            case 0, 1: continue
            case 2, 3:
                guard skipAcknowledgement(span, &position, hasCounts: type == 3) else {
                    return false
                }
            case 6:
                guard let offset = integer(span, &position),
                    let length = integer(span, &position),
                    offset <= 1 << 20, length <= span.byteCount - position
                else { return false }
                pieces.append((offset, position..<position + length))
                position += length
            // CONNECTION_CLOSE: what follows doesn't matter any more.
            case 0x1c: return true
            default: return false
            }
        }
        return span.byteCount > 0
    }

    private static func skipAcknowledgement(
        _ span: RawSpan, _ position: inout Int, hasCounts: Bool
    ) -> Bool {
        guard integer(span, &position) != nil, integer(span, &position) != nil,
            let ranges = integer(span, &position), ranges <= 256,
            integer(span, &position) != nil
        else { return false }
        for _ in 0..<(2 * ranges + (hasCounts ? 3 : 0)) where integer(span, &position) == nil {
            return false
        }
        return true
    }

    private static func integer(_ span: RawSpan, _ position: inout Int) -> Int? {
        guard let integer = QUICInteger(span, at: position) else { return nil }
        position += integer.bytes
        return integer.value
    }
}
