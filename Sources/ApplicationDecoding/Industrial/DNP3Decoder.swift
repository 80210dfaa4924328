internal import NetworkModel

/// Reads DNP3's link frames (IEEE 1815), over TCP or in datagrams.
final class DNP3Decoder: PayloadDecoder {
    private var summary = DNP3Summary()
    private var framers = [MessageFramer(), MessageFramer()]
    var change = ApplicationChange.none

    var isDone: Bool {
        summary == DNP3Summary() && framers.contains { $0.strangers >= PayloadLimit.attempts }
    }

    /// True for the start bytes and a length that a frame may have.
    static func isFrame(_ payload: RawSpan) -> Bool {
        payload.has(10, at: 0) && payload.word16(at: 0) == 0x0564 && payload.byte(at: 2) >= 5
    }

    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool) {
        framers[isReverse ? 1 : 0].take(
            payload, isBehindGap: isBehindGap, limitBytes: 292,
            measure: { span, start in
                guard span.has(3, at: start) else { return .incomplete }
                let length = Int(span.byte(at: start + 2))
                guard span.word16(at: start) == 0x0564, length >= 5 else { return .absent }
                // Header with its check, then blocks of sixteen bytes with theirs.
                let user = length - 5
                return .message(bytes: 10 + user + (user + 15) / 16 * 2)
            },
            read: { span, range in
                read(span, range)
                return true
            })
    }

    func fill(_ record: inout ApplicationRecord) {
        if summary != DNP3Summary() { record.dnp3 = summary }
    }

    private func read(_ span: RawSpan, _ range: Range<Int>) {
        let start = range.lowerBound
        summary.frames &+= 1
        change.raise(to: .counters)
        if summary.source == nil {
            summary.destination = span.word16(at: start + 4).byteSwapped
            summary.source = span.word16(at: start + 6).byteSwapped
            change.raise(to: .contents)
        }
        // User data: transport header, application control, function. Only a first segment has an
        // application header.
        guard range.count >= 15, span.byte(at: start + 10) & 0x40 != 0 else { return }
        if StrangersText.insert(span.byte(at: start + 12), into: &summary.functions) {
            change.raise(to: .contents)
        }
    }
}
