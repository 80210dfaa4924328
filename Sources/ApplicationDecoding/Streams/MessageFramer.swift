/// Cuts one direction of a stream into messages that tell their own length.
///
/// A message longer than the limit is read up to the limit and the rest is passed over. Behind a
/// gap or what is no message, it starts again at a payload that consists of whole messages.
struct MessageFramer {
    /// The beginning of a message whose rest hasn't come.
    private var held: [UInt8] = []
    /// Bytes still to come of a message that was read.
    private var passing = 0
    private var isInStep = true
    /// Payloads in which something was no message.
    private(set) var strangers: UInt32 = 0

    /// Takes up the next bytes.
    ///
    /// - Parameters:
    ///   - limitBytes: The most of a message that is waited for and handed to `read`.
    ///   - measure: Tells the length of the message at an offset.
    ///   - read: Reads the message in a range, cut to the limit; false if it is none.
    mutating func take(
        _ payload: RawSpan, isBehindGap: Bool, limitBytes: Int,
        measure: (RawSpan, Int) -> MessageMeasure, read: (RawSpan, Range<Int>) -> Bool
    ) {
        if isBehindGap { loseStep() }
        if !isInStep {
            guard Self.isWhole(payload, measure) else { return }
            isInStep = true
        }
        if held.isEmpty {
            walk(payload, limitBytes, measure, read)
        } else {
            var joined = held
            joined.append(contentsOf: payload, in: 0..<payload.byteCount)
            held = []
            // Any bytes make a span of bytes.
            walk(unsafe joined.span.bytes, limitBytes, measure, read)
        }
    }

    private mutating func loseStep() {
        held = []
        passing = 0
        isInStep = false
    }

    private mutating func walk(
        _ span: RawSpan, _ limitBytes: Int, _ measure: (RawSpan, Int) -> MessageMeasure,
        _ read: (RawSpan, Range<Int>) -> Bool
    ) {
        var position = min(passing, span.byteCount)
        passing -= position
        while position < span.byteCount {
            guard case .message(let bytes) = measure(span, position) else {
                if case .absent = measure(span, position) {
                    strangers &+= 1
                    loseStep()
                } else {
                    held = span.bytes(position..<span.byteCount)
                }
                return
            }
            let wanted = min(bytes, limitBytes)
            guard span.has(wanted, at: position) else {
                held = span.bytes(position..<span.byteCount)
                return
            }
            guard read(span, position..<position + wanted) else {
                strangers &+= 1
                loseStep()
                return
            }
            let end = min(position + bytes, span.byteCount)
            passing = position + bytes - end
            position = end
        }
    }

    /// True if the payload consists of whole messages.
    private static func isWhole(
        _ payload: RawSpan, _ measure: (RawSpan, Int) -> MessageMeasure
    ) -> Bool {
        var position = 0
        while position < payload.byteCount {
            guard case .message(let bytes) = measure(payload, position), bytes > 0 else {
                return false
            }
            position += bytes
        }
        return position == payload.byteCount
    }
}
