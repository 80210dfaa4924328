/// The numbers that fingerprints are written with.
enum FingerprintText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two hexadecimal digits a byte.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends four hexadecimal digits.
    static func appendHexadecimal(_ value: UInt16, to text: inout [UInt8]) {
        for shift in [12, 8, 4, 0] { text.append(digits[Int(value >> UInt16(shift) & 15)]) }
    }

    /// Appends numbers as four hexadecimal digits each, with commas between.
    static func appendHexadecimal(_ values: [UInt16], to text: inout [UInt8]) {
        for (index, value) in values.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            appendHexadecimal(value, to: &text)
        }
    }

    /// Appends decimal numbers with dashes between, as JA3 does.
    static func appendDecimal(_ values: some Sequence<UInt16>, to text: inout [UInt8]) {
        var isFirst = true
        for value in values {
            if !isFirst { text.append(UInt8(ascii: "-")) }
            isFirst = false
            text.append(contentsOf: String(value).utf8)
        }
    }

    /// The last hexadecimal digit of a byte's upper half, and of its lower half.
    static func digits(of byte: UInt8) -> (upper: UInt8, lower: UInt8) {
        (digits[Int(byte >> 4)], digits[Int(byte & 15)])
    }
}
