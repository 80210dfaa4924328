internal import NetworkModel

/// Reads DNS over TCP: each message has its length before it (RFC 7766).
final class DNSStreamDecoder: PayloadDecoder {
    private var summary = DNSSummary()
    private var framers = [MessageFramer(), MessageFramer()]
    var change = ApplicationChange.none

    var isDone: Bool {
        summary.isFull || (summary == DNSSummary() && framers.contains { $0.strangers >= 4 })
    }

    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool) {
        framers[isReverse ? 1 : 0].take(
            payload, isBehindGap: isBehindGap, limitBytes: PayloadLimit.headBytes,
            measure: { span, start in
                guard span.has(2, at: start) else { return .incomplete }
                let length = Int(span.word16(at: start))
                return length >= 12 ? .message(bytes: 2 + length) : .absent
            },
            read: { span, range in
                guard let message = DNSMessage(span.extracting(range), from: 2) else {
                    return false
                }
                if summary.add(message) { change.raise(to: .contents) }
                return true
            })
    }

    func fill(_ record: inout ApplicationRecord) {
        if summary != DNSSummary() { record.dns = summary }
    }
}
