extension DistinctCount {
    /// How many distinct values: exact up to 64, else the HyperLogLog estimate with linear counting
    /// in the low range, rounded to a whole number.
    public var estimate: UInt64 {
        guard !registers.isEmpty else { return UInt64(exact.count) }
        let m = Double(Self.registerCount)
        var zeros = 0
        var sum = 0.0
        for register in registers {
            if register == 0 { zeros += 1 }
            // 2^-register, exactly, by its exponent.
            sum += Double(sign: .plus, exponent: -Int(register), significand: 1)
        }
        let raw = 0.7213 / (1 + 1.079 / m) * m * m / sum
        if raw <= 2.5 * m && zeros > 0 {
            return UInt64((m * naturalLogarithm(m / Double(zeros))).rounded())
        }
        // Registers that no honest count reaches would take the estimate past 64 bits.
        return raw < 0x1p63 ? UInt64(raw.rounded()) : 1 << 63
    }
}

/// The natural logarithm of a number from 1 to 2^12, by the series of artanh after halving.
///
/// A pure target can't import the C library, and one written out gives the same bits everywhere.
private func naturalLogarithm(_ value: Double) -> Double {
    let exponent = value.exponent
    let reduced = value.significand
    let z = (reduced - 1) / (reduced + 1)
    let square = z * z
    var term = z
    var sum = 0.0
    var odd = 1.0
    while odd < 60 {
        sum += term / odd
        term *= square
        odd += 2
    }
    return 2 * sum + Double(exponent) * 0.693_147_180_559_945_309_4
}
