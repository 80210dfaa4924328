/// Reads pieces of a JSON text that the scanner has found to be valid.
public enum JSONText {
    /// The value of a hexadecimal digit.
    public static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// Appends the bytes of a string whose escapes are resolved; half a surrogate pair becomes the
    /// replacement character.
    public static func appendUnescaped(
        _ text: [UInt8], _ range: Range<Int>, to output: inout [UInt8]
    ) {
        var index = range.lowerBound
        while index < range.upperBound {
            guard text[index] == UInt8(ascii: "\\") else {
                output.append(text[index])
                index += 1
                continue
            }
            let letter = text[index + 1]
            index += 2
            switch letter {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0c)
            case UInt8(ascii: "n"): output.append(0x0a)
            case UInt8(ascii: "r"): output.append(0x0d)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"):
                var unit = codeUnit(text, index)
                index += 4
                if unit & 0xfffffc00 == 0xd800, index + 6 <= range.upperBound,
                    text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u")
                {
                    let low = codeUnit(text, index + 2)
                    if low & 0xfffffc00 == 0xdc00 {
                        unit = 0x10000 + (unit & 0x3ff) << 10 + (low & 0x3ff)
                        index += 6
                    }
                }
                let scalar = Unicode.Scalar(unit) ?? "\u{fffd}"
                output += UTF8.encode(scalar).map { Array($0) } ?? []
            default: output.append(letter)
            }
        }
    }

    private static func codeUnit(_ text: [UInt8], _ index: Int) -> UInt32 {
        text[index..<(index + 4)].reduce(0) { $0 << 4 | (hexadecimal($1) ?? 0) }
    }

    /// A whole number; nil where it has decimals or an exponent, or doesn't fit.
    public static func integer(_ text: [UInt8], _ range: Range<Int>) -> Int64? {
        var index = range.lowerBound
        let isNegative = index < range.upperBound && text[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var number: Int64 = 0
        while index < range.upperBound {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            let (product, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflows) = product.subtractingReportingOverflow(Int64(digit))
            guard !overflows, !sumOverflows else { return nil }
            number = sum
            index += 1
        }
        if isNegative { return number }
        return number == .min ? nil : -number
    }

    /// A number with decimals, correctly rounded; nil where it is too large.
    public static func real(_ text: [UInt8], _ range: Range<Int>) -> Double? {
        if let short = shortReal(text, range) { return short }
        return Double(String(decoding: text[range], as: UTF8.self)).flatMap {
            $0.isFinite ? $0 : nil
        }
    }

    /// A number of at most fifteen digits: its digits and the power of ten are exact, so that their
    /// quotient is rounded once.
    private static func shortReal(_ text: [UInt8], _ range: Range<Int>) -> Double? {
        var index = range.lowerBound
        let isNegative = index < range.upperBound && text[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        guard range.upperBound - index <= 16 else { return nil }
        var digits: Int64 = 0
        var power = 1.0
        var hasPoint = false
        while index < range.upperBound {
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
                continue
            }
            let digit = byte &- 0x30
            guard digit < 10 else { return nil }
            digits = digits * 10 + Int64(digit)
            if hasPoint { power *= 10 }
        }
        guard digits < 1 << 53 else { return nil }
        let magnitude = Double(digits) / power
        return isNegative ? -magnitude : magnitude
    }
}
