/// What is left to read of an MQTT packet.
struct MQTTBody {
    private(set) var range: Range<Int>
    /// True if the packet goes on behind the range.
    let isCut: Bool

    init(range: Range<Int>, isCut: Bool) {
        self.range = range
        self.isCut = isCut
    }

    /// Passes over bytes that are there.
    mutating func skip(_ count: Int) {
        range = range.lowerBound + count..<range.upperBound
    }

    /// The place of a text with its length in two bytes before it; nil if it isn't whole.
    mutating func text(_ span: RawSpan) -> Range<Int>? {
        guard range.count >= 2 else { return nil }
        let start = range.lowerBound + 2
        let end = start + Int(span.word16(at: range.lowerBound))
        guard end <= range.upperBound else { return nil }
        range = end..<range.upperBound
        return start..<end
    }

    /// Passes over the properties of MQTT 5; false if they aren't whole.
    mutating func skipProperties(_ span: RawSpan) -> Bool {
        var length = 0
        for index in 0..<4 {
            guard range.count > index else { return false }
            let byte = span.byte(at: range.lowerBound + index)
            length |= Int(byte & 0x7f) << (7 * index)
            guard byte & 0x80 == 0 else { continue }
            guard range.count >= index + 1 + length else { return false }
            skip(index + 1 + length)
            return true
        }
        return false
    }
}
