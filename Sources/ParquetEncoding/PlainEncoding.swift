/// Values as they are: eight bytes, a bit, or a text behind its length.
enum PlainEncoding {
    /// Appends all values of a column.
    static func appendAll(_ buffer: ColumnBuffer, to output: inout [UInt8]) {
        guard buffer.column.content == .truth else {
            for number in 0..<buffer.valueCount { append(number, of: buffer, to: &output) }
            return
        }
        for start in stride(from: 0, to: buffer.numbers.count, by: 8) {
            var byte: UInt8 = 0
            for (bit, value) in buffer.numbers[start...].prefix(8).enumerated() {
                byte |= UInt8(truncatingIfNeeded: value) << UInt8(bit)
            }
            output.append(byte)
        }
    }

    /// Appends one value, of a column whose values aren't bits.
    static func append(_ number: Int, of buffer: ColumnBuffer, to output: inout [UInt8]) {
        if buffer.column.isText {
            let text = buffer.text(number)
            appendLittleEndian(UInt64(text.count), byteCount: 4, to: &output)
            output += text
        } else {
            appendLittleEndian(
                UInt64(bitPattern: buffer.numbers[number]), byteCount: 8, to: &output)
        }
    }

    private static func appendLittleEndian(
        _ value: UInt64, byteCount: Int, to output: inout [UInt8]
    ) {
        for byte in 0..<byteCount {
            output.append(UInt8(truncatingIfNeeded: value >> UInt64(byte * 8)))
        }
    }
}
