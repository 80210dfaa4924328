internal import NetworkModel

/// What one DNS message asks and answers (RFC 1035 section 4).
struct DNSMessage: Hashable {
    private(set) var isResponse = false
    private(set) var responseCode: UInt8 = 0
    private(set) var queries: [String] = []
    /// The type of the first query.
    private(set) var queryType: UInt16?
    private(set) var answers: [String] = []

    /// Reads a message as far as its lengths fit; nil if it doesn't look like one at all.
    init?(_ span: RawSpan, from start: Int = 0, isNetBIOS: Bool = false) {
        guard span.has(12, at: start) else { return nil }
        let flags = span.word16(at: start + 2)
        let counts = (2..<6).map { Int(span.word16(at: start + 2 * $0)) }
        // Opcodes beyond 6 were never assigned but by NetBIOS. No message of use has so many
        // questions; what has neither questions nor records says nothing.
        guard isNetBIOS || flags >> 11 & 15 <= 6, counts[0] <= PayloadLimit.records,
            counts.contains(where: { $0 > 0 })
        else { return nil }
        isResponse = flags & 0x8000 != 0
        responseCode = UInt8(flags & 15)
        var position = start + 12
        for _ in 0..<counts[0] {
            guard
                let name = DNSName(span, at: position, message: start, isNetBIOS: isNetBIOS),
                span.has(4, at: name.end)
            else {
                // A message whose first question can't be read is none.
                if queryType == nil { return nil }
                return
            }
            if queryType == nil { queryType = span.word16(at: name.end) }
            StrangersText.insert(name.text, into: &queries)
            position = name.end + 4
        }
        for _ in 0..<min(counts[1], PayloadLimit.records) {
            guard
                let name = DNSName(span, at: position, message: start, isNetBIOS: isNetBIOS),
                span.has(10, at: name.end)
            else { return }
            let content = name.end + 10
            let length = Int(span.word16(at: name.end + 8))
            guard span.has(length, at: content) else { return }
            let type = span.word16(at: name.end)
            if let text = Self.answer(span, type, content..<content + length, start) {
                StrangersText.insert(text, into: &answers)
            }
            position = content + length
        }
    }

    /// The text of a record's data; nil for types that aren't shown.
    private static func answer(
        _ span: RawSpan, _ type: UInt16, _ content: Range<Int>, _ start: Int
    ) -> String? {
        let first = content.lowerBound
        switch type {
        case 1 where content.count == 4:
            return IPAddress(v4: span.word32(at: first)).description
        case 28 where content.count == 16:
            let high = UInt64(span.word32(at: first)) << 32 | UInt64(span.word32(at: first + 4))
            let low = UInt64(span.word32(at: first + 8)) << 32 | UInt64(span.word32(at: first + 12))
            return IPAddress(high: high, low: low).description
        // NS, CNAME, PTR.
        case 2, 5, 12: return DNSName(span, at: first, message: start)?.text
        // MX: a preference before the name.
        case 15 where content.count > 2:
            return DNSName(span, at: first + 2, message: start)?.text
        case 16: return strings(span, content)
        // SRV: priority, weight and port before the name.
        case 33 where content.count > 6:
            return DNSName(span, at: first + 6, message: start)?.text
        // SVCB and HTTPS: a priority before the name (RFC 9460).
        case 64, 65:
            return content.count > 2 ? DNSName(span, at: first + 2, message: start)?.text : nil
        default: return nil
        }
    }

    /// The strings of a TXT record, one behind the other.
    private static func strings(_ span: RawSpan, _ content: Range<Int>) -> String? {
        var text = ""
        var position = content.lowerBound
        while position < content.upperBound, text.utf8.count < ApplicationRecord.textLimitBytes {
            let end = position + 1 + Int(span.byte(at: position))
            guard end <= content.upperBound else { return nil }
            text += StrangersText.text(span, position + 1..<end)
            position = end
        }
        guard text.utf8.count > ApplicationRecord.textLimitBytes else { return text }
        var cut = Substring(text)
        while cut.utf8.count > ApplicationRecord.textLimitBytes { cut.removeLast() }
        return String(cut)
    }
}
