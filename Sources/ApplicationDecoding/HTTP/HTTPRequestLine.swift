/// The first line of an HTTP/1 request (RFC 9112 section 3).
struct HTTPRequestLine {
    let method: Range<Int>
    let target: Range<Int>

    /// Reads the line without its end; nil if it isn't one of HTTP/1.
    init?(_ span: RawSpan, _ line: Range<Int>) {
        guard let space = line.first(where: { span.byte(at: $0) == 32 }),
            let last = line.last(where: { span.byte(at: $0) == 32 }),
            space < last, span.starts(with: "HTTP/1.", at: last + 1)
        else { return nil }
        method = line.lowerBound..<space
        target = space + 1..<last
    }

    /// Reads a line that the capture or a limit cut off behind its method.
    init?(cut span: RawSpan, _ line: Range<Int>) {
        guard let space = line.first(where: { span.byte(at: $0) == 32 }) else { return nil }
        method = line.lowerBound..<space
        target = space + 1..<line.upperBound
    }
}
