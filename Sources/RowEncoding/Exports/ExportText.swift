/// The field of one column while it is written.
struct ExportText {
    var bytes: [UInt8] = []

    mutating func put(_ text: StaticString) {
        for offset in 0..<text.utf8CodeUnitCount {
            // The offset lies within the text.
            bytes.append(unsafe text.utf8Start[offset])
        }
    }

    mutating func put(_ text: some StringProtocol) { bytes += text.utf8 }

    mutating func put(_ number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        put(number.magnitude, width: 1)
    }

    /// Puts a number with leading zeros up to a width.
    mutating func put(_ number: UInt64, width: Int) {
        let start = bytes.count
        var rest = number
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        while bytes.count - start < width { bytes.append(UInt8(ascii: "0")) }
        bytes[start...].reverse()
    }

    /// Puts a number with so many decimals, as C's `%f` does.
    mutating func putFixed(_ number: Double, decimals: Int) {
        guard number.isFinite, number.magnitude < 9e15 else { return put("\(number)") }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        var whole = number.magnitude.rounded(.down)
        var fraction = ((number.magnitude - whole) * scale).rounded(.toNearestOrEven)
        if fraction >= scale {
            whole += 1
            fraction = 0
        }
        if number < 0, whole + fraction > 0 { bytes.append(UInt8(ascii: "-")) }
        put(UInt64(whole), width: 1)
        guard decimals > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        put(UInt64(fraction), width: decimals)
    }

    /// Puts nanoseconds as seconds with six decimals, to the nearest.
    mutating func putSeconds(ofNanoseconds nanoseconds: Int64) {
        if nanoseconds < 0 { bytes.append(UInt8(ascii: "-")) }
        let microseconds = (nanoseconds.magnitude + 500) / 1000
        put(microseconds / 1_000_000, width: 1)
        bytes.append(UInt8(ascii: "."))
        put(microseconds % 1_000_000, width: 6)
    }

    /// Puts the shortest text that reads as the same number, as Python's `repr` does.
    mutating func putPython(_ number: Double) { put("\(number)") }

    /// Puts a number as Java's `Double.toString` does: with an exponent from ten million on and
    /// below a thousandth.
    mutating func putJava(_ number: Double) {
        let magnitude = number.magnitude
        guard number.isFinite, magnitude != 0, magnitude >= 1e7 || magnitude < 1e-3 else {
            return put("\(number)")
        }
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let (digits, exponent) = Self.decimal(magnitude)
        bytes.append(digits[0])
        bytes.append(UInt8(ascii: "."))
        if digits.count > 1 { bytes += digits[1...] } else { bytes.append(UInt8(ascii: "0")) }
        bytes.append(UInt8(ascii: "E"))
        put(Int64(exponent))
    }

    /// The significant digits of a positive number, and the power of ten of the first.
    private static func decimal(_ number: Double) -> (digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var exponent = 0
        var hasPoint = false
        let parts = "\(number)".utf8.split(separator: UInt8(ascii: "e"))
        for byte in parts[0] {
            if byte == UInt8(ascii: ".") {
                hasPoint = true
                continue
            }
            if digits.isEmpty, byte == UInt8(ascii: "0") {
                if hasPoint { exponent -= 1 }
                continue
            }
            if !hasPoint { exponent += 1 }
            digits.append(byte)
        }
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        if parts.count > 1 { exponent += Int(String(parts[1]) ?? "") ?? 0 }
        return (digits, exponent - 1)
    }
}
