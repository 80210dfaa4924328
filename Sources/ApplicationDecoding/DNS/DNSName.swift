internal import NetworkModel

/// A domain name of a DNS message (RFC 1035 section 3.1 and 4.1.4).
struct DNSName {
    /// In lower case, without the last dot, but `.` for the root; bytes that no host name has are
    /// escaped as in zone files.
    let text: String
    /// Where what stands behind the name begins.
    let end: Int

    /// Reads a name; nil if it leaves the message, is too long, or has pointers in a circle.
    ///
    /// - Parameters:
    ///   - start: Where the message begins, which pointers count from.
    ///   - isNetBIOS: True to undo NetBIOS's first-level encoding (RFC 1001 section 14.1).
    init?(_ span: RawSpan, at offset: Int, message start: Int, isNetBIOS: Bool = false) {
        var position = offset
        var end: Int?
        var text: [UInt8] = []
        var wireBytes = 0
        var pointers = 0
        while true {
            guard span.has(1, at: position) else { return nil }
            let length = Int(span.byte(at: position))
            if length & 0xc0 == 0xc0 {
                guard span.has(2, at: position), pointers < PayloadLimit.pointers else {
                    return nil
                }
                pointers += 1
                if end == nil { end = position + 2 }
                position = start + Int(span.word16(at: position) & 0x3fff)
                continue
            }
            guard length & 0xc0 == 0 else { return nil }
            if length == 0 { break }
            wireBytes += length + 1
            guard wireBytes <= 255, span.has(length, at: position + 1) else { return nil }
            if !text.isEmpty { text.append(UInt8(ascii: ".")) }
            let label = position + 1..<position + 1 + length
            if isNetBIOS && length == 32, let name = Self.netBIOSName(span, label) {
                text.append(contentsOf: name)
            } else {
                Self.append(span, label, to: &text)
            }
            position = label.upperBound
        }
        self.end = end ?? position + 1
        if wireBytes == 0 { text = [UInt8(ascii: ".")] }
        self.text = String(
            decoding: text.prefix(ApplicationRecord.textLimitBytes), as: UTF8.self)
    }

    private static func append(_ span: RawSpan, _ label: Range<Int>, to text: inout [UInt8]) {
        for offset in label {
            let byte = span.byte(at: offset)
            switch byte {
            case 0x41...0x5a: text.append(byte | 0x20)
            case UInt8(ascii: "."), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0x21..<0x7f: text.append(byte)
            default:
                text.append(UInt8(ascii: "\\"))
                for divisor: UInt8 in [100, 10, 1] { text.append(0x30 + byte / divisor % 10) }
            }
        }
    }

    /// Sixteen bytes in 32 letters from A to P: a name of fifteen, filled up with blanks, and a
    /// suffix.
    private static func netBIOSName(_ span: RawSpan, _ label: Range<Int>) -> [UInt8]? {
        guard label.allSatisfy({ (0x41...0x50).contains(span.byte(at: $0)) }) else { return nil }
        var name = stride(from: label.lowerBound, to: label.upperBound - 2, by: 2).map { offset in
            (span.byte(at: offset) - 0x41) << 4 | (span.byte(at: offset + 1) - 0x41)
        }
        while let last = name.last, last == 32 || last == 0 { name.removeLast() }
        return name.map { byte in
            switch byte {
            case 0x41...0x5a: byte | 0x20
            case 0x21..<0x7f: byte
            default: UInt8(ascii: "_")
            }
        }
    }
}
