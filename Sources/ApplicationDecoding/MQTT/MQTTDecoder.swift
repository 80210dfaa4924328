internal import NetworkModel

/// Reads MQTT's packets (MQTT 3.1.1 chapter 2 and 3, MQTT 5.0).
final class MQTTDecoder: PayloadDecoder {
    private var summary = MQTTSummary()
    private var framers = [MessageFramer(), MessageFramer()]
    var change = ApplicationChange.none

    /// True for the first packet of a connection.
    static func isConnect(_ payload: RawSpan) -> Bool {
        guard payload.has(8, at: 0), payload.byte(at: 0) == 0x10,
            let head = MQTTHead(payload, 0)
        else { return false }
        return payload.starts(with: "\u{0}\u{4}MQTT", at: head.bytes)
            || payload.starts(with: "\u{0}\u{6}MQIsdp", at: head.bytes)
    }

    /// A connection may be fed to its end, so that its packets are counted; what is no MQTT at all
    /// soon isn't.
    var isDone: Bool {
        summary.malformed >= PayloadLimit.attempts
            && summary.packetsByType.allSatisfy { $0 == 0 }
    }

    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool) {
        let direction = isReverse ? 1 : 0
        let before = framers[direction].strangers
        framers[direction].take(
            payload, isBehindGap: isBehindGap, limitBytes: PayloadLimit.messageBytes,
            measure: { span, start in
                guard span.has(2, at: start) else { return .incomplete }
                guard Self.isHead(span.byte(at: start)) else { return .absent }
                if let head = MQTTHead(span, start) {
                    return .message(bytes: head.bytes + head.remaining)
                }
                return span.has(5, at: start) ? .absent : .incomplete
            },
            read: { read($0, $1) })
        let found = framers[direction].strangers &- before
        if found > 0 {
            summary.malformed &+= found
            change.raise(to: .counters)
        }
    }

    func fill(_ record: inout ApplicationRecord) {
        if summary != MQTTSummary() { record.mqtt = summary }
    }

    /// True if type and flags go together (section 2.1.3).
    private static func isHead(_ byte: UInt8) -> Bool {
        switch byte >> 4 {
        case 0: false
        case 3: byte & 6 != 6
        case 6, 8, 10: byte & 15 == 2
        default: byte & 15 == 0
        }
    }

    private func read(_ span: RawSpan, _ range: Range<Int>) -> Bool {
        guard let head = MQTTHead(span, range.lowerBound) else { return false }
        let type = Int(span.byte(at: range.lowerBound) >> 4)
        let body = MQTTBody(
            range: range.lowerBound + head.bytes..<range.upperBound,
            isCut: range.count < head.bytes + head.remaining)
        guard readBody(span, type, body) else { return false }
        summary.packetsByType[type] &+= 1
        change.raise(to: .counters)
        return true
    }

    /// False if the lengths inside don't fit.
    private func readBody(_ span: RawSpan, _ type: Int, _ body: MQTTBody) -> Bool {
        var body = body
        switch type {
        case 1: return readConnect(span, &body)
        case 2:
            guard body.range.count >= 2 else { return false }
            if summary.connectCode == nil {
                summary.connectCode = span.byte(at: body.range.lowerBound + 1)
                change.raise(to: .contents)
            }
            return true
        case 3:
            guard let topic = body.text(span) else { return body.isCut }
            addTopic(span, topic)
            return true
        case 8, 10: return readSubscription(span, &body, hasOptions: type == 8)
        case 4, 5, 6, 7, 9, 11: return body.range.count >= 2
        case 12, 13: return body.range.isEmpty
        case 14: return body.range.isEmpty || summary.version != 4
        default: return true
        }
    }

    private func readConnect(_ span: RawSpan, _ body: inout MQTTBody) -> Bool {
        guard let name = body.text(span), (4...6).contains(name.count), body.range.count >= 4
        else { return false }
        let version = span.byte(at: body.range.lowerBound)
        body.skip(4)
        guard version & 0x7f < 5 || body.skipProperties(span), let client = body.text(span) else {
            return false
        }
        guard summary.version == nil else { return true }
        summary.version = version & 0x7f
        if !client.isEmpty { summary.clientIdentifier = StrangersText.text(span, client) }
        change.raise(to: .contents)
        return true
    }

    private func readSubscription(
        _ span: RawSpan, _ body: inout MQTTBody, hasOptions: Bool
    ) -> Bool {
        guard body.range.count >= 2 else { return false }
        body.skip(2)
        if summary.version == 5 && !body.skipProperties(span) { return body.isCut }
        while !body.range.isEmpty {
            guard let topic = body.text(span), !hasOptions || !body.range.isEmpty else {
                return body.isCut
            }
            if hasOptions { body.skip(1) }
            addTopic(span, topic)
        }
        return true
    }

    private func addTopic(_ span: RawSpan, _ range: Range<Int>) {
        guard summary.topics.count < ApplicationRecord.listLimit else { return }
        if StrangersText.insert(StrangersText.text(span, range), into: &summary.topics) {
            change.raise(to: .contents)
        }
    }
}
