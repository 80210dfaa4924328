/// The numbers that fingerprints are written with.
enum FingerprintText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two hexadecimal digits a byte.
    static func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        appendHexadecimal(bytes: bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends two hexadecimal digits a byte.
    static func appendHexadecimal(bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
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

    /// Appends decimal numbers with dashes between, as JA3 does, without GREASE.
    static func appendDecimal(_ values: [UInt16], to text: inout [UInt8]) {
        var isFirst = true
        for value in values where !TLSExtensionValue.isGrease(value) {
            if !isFirst { text.append(UInt8(ascii: "-")) }
            isFirst = false
            appendDecimal(value, to: &text)
        }
    }

    /// Appends a decimal number.
    static func appendDecimal(_ value: UInt16, to text: inout [UInt8]) {
        var divisor: UInt16 = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    /// The last hexadecimal digit of a byte's upper half, and of its lower half.
    static func digits(of byte: UInt8) -> (upper: UInt8, lower: UInt8) {
        (digits[Int(byte >> 4)], digits[Int(byte & 15)])
    }
}
