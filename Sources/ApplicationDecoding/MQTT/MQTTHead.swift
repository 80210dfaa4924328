/// The fixed header of an MQTT packet (section 2.1): a byte, and the remaining length in seven bits
/// a byte, the lowest first.
struct MQTTHead {
    /// The header's own length.
    let bytes: Int
    /// The length of what follows it.
    let remaining: Int

    /// Reads the header; nil if it isn't whole or its length takes more than four bytes.
    init?(_ span: RawSpan, _ start: Int) {
        var length = 0
        for index in 0..<4 {
            guard span.has(1, at: start + 1 + index) else { return nil }
            let byte = span.byte(at: start + 1 + index)
            length |= Int(byte & 0x7f) << (7 * index)
            if byte & 0x80 == 0 {
                bytes = 2 + index
                remaining = length
                return
            }
        }
        return nil
    }
}
