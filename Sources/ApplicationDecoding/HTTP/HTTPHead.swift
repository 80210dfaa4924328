internal import NetworkModel

/// The head of an HTTP/1 message (RFC 9112).
struct HTTPHead {
    /// The start line, without its end.
    private(set) var startLine = 0..<0
    private(set) var host: String?
    private(set) var userAgent: String?
    private(set) var contentType: String?

    private static let methods: [StaticString] = [
        "GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE ",
        "PROPFIND ", "PROPPATCH ", "MKCOL ", "COPY ", "MOVE ", "LOCK ", "UNLOCK ", "REPORT ",
        "RPC_IN_DATA ", "RPC_OUT_DATA ", "SUBSCRIBE ", "UNSUBSCRIBE ", "NOTIFY ", "SEARCH ",
        "M-SEARCH ",
    ]

    /// True if the bytes begin with a method and what may be a target, of HTTP as far as the line
    /// goes.
    static func isRequest(_ span: RawSpan) -> Bool {
        guard span.has(4, at: 0), (0x41...0x5a).contains(span.byte(at: 0)),
            methods.contains(where: { span.starts(with: $0) })
        else { return false }
        let end = lineEnd(span, 0) ?? span.byteCount
        guard lineEnd(span, 0) != nil else { return true }
        return HTTPRequestLine(span, 0..<end) != nil
    }

    /// True if the bytes begin with HTTP/1's version.
    static func isResponse(_ span: RawSpan) -> Bool { span.starts(with: "HTTP/1.") }

    /// Where the line that begins at `start` ends, before CR LF or LF; nil without one.
    static func lineEnd(_ span: RawSpan, _ start: Int) -> Int? {
        var position = start
        while position < span.byteCount {
            if span.byte(at: position) == 10 {
                let isCRLF = position > start && span.byte(at: position - 1) == 13
                return isCRLF ? position - 1 : position
            }
            position += 1
        }
        return nil
    }

    /// True if the empty line behind the head is there.
    static func isWhole(_ span: RawSpan, from start: Int) -> Bool {
        var position = max(start, 1)
        while position < span.byteCount {
            if span.byte(at: position) == 10 {
                let before = span.byte(at: position - 1)
                if before == 10 { return true }
                if before == 13 && position >= 2 && span.byte(at: position - 2) == 10 {
                    return true
                }
            }
            position += 1
        }
        return false
    }

    /// Reads a head, as far as it goes.
    init(_ span: RawSpan) {
        var position = 0
        var isFirst = true
        while position < span.byteCount {
            let found = Self.lineEnd(span, position)
            let end = found ?? span.byteCount
            if isFirst {
                startLine = 0..<end
                isFirst = false
            } else if end == position {
                return
            } else {
                readField(span, position..<end)
            }
            guard found != nil else { return }
            position = end + (span.byte(at: end) == 13 ? 2 : 1)
        }
    }

    private mutating func readField(_ span: RawSpan, _ line: Range<Int>) {
        guard let colon = line.first(where: { span.byte(at: $0) == UInt8(ascii: ":") }) else {
            return
        }
        let name = line.lowerBound..<colon
        switch name.count {
        case 4 where Self.isEqual(span, name, "host"):
            host = host ?? Self.value(span, colon + 1..<line.upperBound)
        case 10 where Self.isEqual(span, name, "user-agent"):
            userAgent = userAgent ?? Self.value(span, colon + 1..<line.upperBound)
        case 12 where Self.isEqual(span, name, "content-type"):
            contentType = contentType ?? Self.value(span, colon + 1..<line.upperBound)
        default: break
        }
    }

    /// Equal but for the case of letters; `name` is in lower case and of the range's length.
    private static func isEqual(_ span: RawSpan, _ range: Range<Int>, _ name: String) -> Bool {
        zip(range, name.utf8).allSatisfy { offset, expected in
            let byte = span.byte(at: offset)
            return ((0x41...0x5a).contains(byte) ? byte | 0x20 : byte) == expected
        }
    }

    /// A field's value without the blanks around it; nil if nothing is left.
    private static func value(_ span: RawSpan, _ range: Range<Int>) -> String? {
        func isBlank(_ offset: Int) -> Bool {
            span.byte(at: offset) == 32 || span.byte(at: offset) == 9
        }
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end && isBlank(start) { start += 1 }
        while end > start && isBlank(end - 1) { end -= 1 }
        return start < end ? StrangersText.text(span, start..<end) : nil
    }
}
