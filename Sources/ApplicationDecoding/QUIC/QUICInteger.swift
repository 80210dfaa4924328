/// An integer of one, two, four or eight bytes (RFC 9000 section 16).
struct QUICInteger {
    let value: Int
    let bytes: Int

    /// Reads the integer; nil if it isn't whole.
    init?(_ span: RawSpan, at offset: Int) {
        guard span.has(1, at: offset) else { return nil }
        bytes = 1 << Int(span.byte(at: offset) >> 6)
        guard span.has(bytes, at: offset) else { return nil }
        var value = Int(span.byte(at: offset) & 0x3f)
        for index in 1..<max(bytes, 1) { value = value << 8 | Int(span.byte(at: offset + index)) }
        self.value = value
    }
}
