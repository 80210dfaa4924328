extension JSONWriter {
    /// Writes a whole number.
    public mutating func value(_ number: UInt64) {
        separate()
        digits(number)
    }

    /// Writes a whole number.
    public mutating func value(_ number: Int64) {
        separate()
        put(number)
    }

    /// Writes a whole number without a comma.
    mutating func put(_ number: Int64) {
        if number < 0 { put(UInt8(ascii: "-")) }
        digits(number.magnitude)
    }

    /// Writes a member of a whole number.
    public mutating func member(_ name: StaticString, _ number: UInt64) {
        key(name)
        value(number)
    }

    /// Writes a member of a truth value.
    public mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        separate()
        raw(flag ? "true" : "false")
    }

    /// Writes a member of microseconds, with the nanoseconds as decimals.
    public mutating func member(_ name: StaticString, microsecondsOf nanoseconds: Int64) {
        key(name)
        separate()
        fixedPoint(nanoseconds.magnitude, isNegative: nanoseconds < 0, decimals: 3)
    }

    /// Writes a member of seconds, with the nanoseconds as decimals.
    public mutating func member(_ name: StaticString, secondsOf nanoseconds: Int64) {
        key(name)
        separate()
        fixedPoint(nanoseconds.magnitude, isNegative: nanoseconds < 0, decimals: 9)
    }

    /// Writes a member rounded to at most that many decimals; nothing for NaN and infinity.
    public mutating func member(_ name: StaticString, _ number: Double, decimals: Int) {
        guard number.isFinite else { return }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (number.magnitude * scale).rounded()
        // Beyond 2^63 decimals say nothing any more.
        guard scaled < 0x1p63 else {
            member(name, number)
            return
        }
        key(name)
        separate()
        fixedPoint(
            UInt64(scaled), isNegative: number < 0 && scaled > 0, decimals: decimals)
    }

    /// Writes a member with the fewest digits that read back as the same number; nothing for NaN
    /// and infinity.
    public mutating func member(_ name: StaticString, _ number: Double) {
        guard number.isFinite else { return }
        key(name)
        separate()
        var text = number.description
        if text.hasSuffix(".0") { text.removeLast(2) }
        for byte in text.utf8 { put(byte) }
    }

    /// Writes a number divided by 10^decimals, without trailing zeros.
    @inline(__always)
    private mutating func fixedPoint(_ scaled: UInt64, isNegative: Bool, decimals: Int) {
        if isNegative { put(UInt8(ascii: "-")) }
        var divisor: UInt64 = 1
        for _ in 0..<decimals { divisor *= 10 }
        let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: divisor)
        digits(whole)
        guard fraction > 0 else { return }
        var rest = fraction
        var places = decimals
        while rest % 10 == 0 {
            rest /= 10
            places -= 1
        }
        put(UInt8(ascii: "."))
        digits(rest, width: places)
    }

    /// Writes a number in decimal, with zeros in front up to a width.
    @inline(__always)
    mutating func digits(_ number: UInt64, width: Int = 1) {
        var count = 1
        var bound: UInt64 = 10
        // 10^19 is the largest power of ten below 2^64.
        while count < 20 && number >= bound {
            count += 1
            if count < 20 { bound *= 10 }
        }
        let length = max(count, width)
        unsafe append(atMost: length) { place in
            var rest = number
            var index = length
            while index > 0 {
                index -= 1
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                // The place has room for `length` bytes.
                unsafe place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
                rest = quotient
            }
            return length
        }
    }

    /// Writes a number as that many hexadecimal digits, lower case.
    @inline(__always)
    mutating func hexadecimalDigits(_ number: UInt64, width: Int) {
        unsafe append(atMost: width) { place in
            for index in 0..<width {
                let shift = UInt64(4 * (width - 1 - index))
                let digit = UInt8(truncatingIfNeeded: number >> shift & 15)
                // The place has room for `width` bytes.
                unsafe place[index] =
                    digit < 10
                    ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return width
        }
    }
}
