internal import NetworkModel

/// Reads DNS, multicast DNS and NetBIOS names from datagrams.
final class DNSDatagramDecoder: PayloadDecoder {
    private let isNetBIOS: Bool
    private var summary = DNSSummary()
    /// Datagrams that were no message; a flow of nothing else isn't DNS.
    private var strangers = 0
    var change = ApplicationChange.none

    init(isNetBIOS: Bool) {
        self.isNetBIOS = isNetBIOS
    }

    var isDone: Bool {
        (summary == DNSSummary() && strangers >= PayloadLimit.attempts) || summary.isFull
    }

    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool) {
        guard let message = DNSMessage(payload, isNetBIOS: isNetBIOS) else {
            strangers += 1
            return
        }
        if summary.add(message) { change.raise(to: .contents) }
    }

    func fill(_ record: inout ApplicationRecord) {
        if summary != DNSSummary() { record.dns = summary }
    }
}
