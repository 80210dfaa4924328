/// The head of a QUIC packet of type Initial (RFC 9000 section 17.2.2).
struct QUICPacket {
    let version: QUICVersion
    /// The identifier that the packet is sent to.
    let destination: [UInt8]
    /// Where the protected packet number begins.
    let numberOffset: Int
    /// The packet, from the first byte of its head to its end.
    let range: Range<Int>

    /// Reads the head at an offset of a datagram; nil if no such packet begins there.
    init?(_ span: RawSpan, at start: Int) {
        guard span.has(7, at: start), span.byte(at: start) & 0xc0 == 0xc0,
            let version = QUICVersion(span.word32(at: start + 1)),
            span.byte(at: start) >> 4 & 3 == version.initialType
        else { return nil }
        var position = start + 5
        guard let destination = Self.identifier(span, &position),
            Self.identifier(span, &position) != nil,
            let token = QUICInteger(span, at: position)
        else { return nil }
        position += token.bytes
        guard token.value <= span.byteCount - position else { return nil }
        position += token.value
        guard let length = QUICInteger(span, at: position) else { return nil }
        position += length.bytes
        // A number of up to four bytes, then a sample of sixteen.
        guard length.value >= 20, length.value <= span.byteCount - position else { return nil }
        self.version = version
        self.destination = destination
        numberOffset = position
        range = start..<position + length.value
    }

    /// The content of the packet; its tag isn't checked, nonsense comes of wrong keys.
    func content(_ span: RawSpan, _ keys: QUICKeys) -> [UInt8] {
        let sample = span.bytes(numberOffset + 4..<numberOffset + 20)
        let mask = keys.header.encrypted(sample)
        let first = span.byte(at: range.lowerBound) ^ (mask[0] & 0x0f)
        let numberBytes = Int(first & 3) + 1
        var nonce = keys.nonce
        for index in 0..<numberBytes {
            let byte = span.byte(at: numberOffset + index) ^ mask[1 + index]
            nonce[12 - numberBytes + index] ^= byte
        }
        let start = numberOffset + numberBytes
        let end = max(start, range.upperBound - 16)
        return keys.packet.counterMode(span.bytes(start..<end), nonce: nonce)
    }

    private static func identifier(_ span: RawSpan, _ position: inout Int) -> [UInt8]? {
        guard span.has(1, at: position) else { return nil }
        let length = Int(span.byte(at: position))
        guard length <= 20, span.has(length, at: position + 1) else { return nil }
        position += 1 + length
        return span.bytes(position - length..<position)
    }
}
