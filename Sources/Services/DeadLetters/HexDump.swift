/// Bytes as `hexdump -C` shows them: offset, sixteen bytes in hexadecimal, and what is printable.
enum HexDump {
    private static let bytesPerLine = 16

    /// One line for each sixteen bytes, and a last one with the length; none for no bytes.
    static func lines(_ bytes: [UInt8]) -> [String] {
        guard !bytes.isEmpty else { return [] }
        var lines: [String] = []
        for start in stride(from: 0, to: bytes.count, by: bytesPerLine) {
            lines.append(line(bytes[start..<min(start + bytesPerLine, bytes.count)], at: start))
        }
        return lines + [hexadecimal(bytes.count, digits: 8)]
    }

    private static func line(_ bytes: ArraySlice<UInt8>, at offset: Int) -> String {
        var text = hexadecimal(offset, digits: 8) + " "
        for column in 0..<bytesPerLine {
            if column == bytesPerLine / 2 { text += " " }
            let place = bytes.startIndex + column
            text += place < bytes.endIndex ? " " + hexadecimal(Int(bytes[place]), digits: 2) : "   "
        }
        let shown = bytes.map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: ".") }
        return "\(text)  |\(String(decoding: shown, as: UTF8.self))|"
    }

    private static func hexadecimal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
