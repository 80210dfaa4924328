internal import NetworkModel

/// Reads Modbus/TCP (Modbus Messaging on TCP/IP 1.0b; Modbus Application Protocol 1.1b3).
final class ModbusDecoder: PayloadDecoder {
    static let port: UInt16 = 502

    private var summary = ModbusSummary()
    private var framers = [MessageFramer(), MessageFramer()]
    /// True once it is known that the server is the flow's first sender.
    private var isServerReverse: Bool?
    private let isServerSource: Bool
    var change = ApplicationChange.none

    /// - Parameter isServerSource: True if the first payload comes from the server's port.
    init(isServerSource: Bool) {
        self.isServerSource = isServerSource
    }

    var isDone: Bool {
        summary == ModbusSummary() && framers.contains { $0.strangers >= PayloadLimit.attempts }
    }

    /// True for a payload that is one request whose lengths fit its function.
    static func isRequest(_ payload: RawSpan) -> Bool {
        guard payload.has(12, at: 0), payload.word16(at: 2) == 0,
            Int(payload.word16(at: 4)) == payload.byteCount - 6
        else { return false }
        switch payload.byte(at: 7) {
        case 1...6: return payload.byteCount == 12
        case 15, 16:
            return payload.has(13, at: 0) && payload.byteCount == 13 + Int(payload.byte(at: 12))
        default: return false
        }
    }

    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool) {
        let isServerReverse = isServerReverse ?? (isServerSource == isReverse)
        self.isServerReverse = isServerReverse
        let isResponse = isReverse == isServerReverse
        framers[isReverse ? 1 : 0].take(
            payload, isBehindGap: isBehindGap, limitBytes: 260,
            measure: { span, start in
                guard span.has(6, at: start) else { return .incomplete }
                let length = span.word16(at: start + 4)
                let isHead = span.word16(at: start + 2) == 0 && (2...254).contains(length)
                return isHead ? .message(bytes: 6 + Int(length)) : .absent
            },
            read: { span, range in
                read(
                    unit: span.byte(at: range.lowerBound + 6),
                    function: span.byte(at: range.lowerBound + 7), isResponse: isResponse)
                return true
            })
    }

    func fill(_ record: inout ApplicationRecord) {
        if summary != ModbusSummary() { record.modbus = summary }
    }

    private func read(unit: UInt8, function: UInt8, isResponse: Bool) {
        change.raise(to: .counters)
        if isResponse {
            summary.responses &+= 1
            if function & 0x80 != 0 { summary.exceptions &+= 1 }
        } else {
            summary.requests &+= 1
        }
        let isNewFunction = StrangersText.insert(function & 0x7f, into: &summary.functions)
        let isNewUnit = StrangersText.insert(unit, into: &summary.units)
        if isNewFunction || isNewUnit { change.raise(to: .contents) }
    }
}
