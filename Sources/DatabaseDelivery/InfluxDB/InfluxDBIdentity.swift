/// A hash of bytes that is the same on every machine and in every version: points are found again
/// by it, so that it never changes.
///
/// FNV-1a (Fowler, Noll, Vo), and at the end the mixing of SplitMix64 (Steele, Lea, Flood, 2014),
/// since the remainders of FNV alone aren't even.
struct InfluxDBIdentity {
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Appends bytes, and a mark that no text holds, so that `ab`, `c` isn't `a`, `bc`.
    mutating func append(_ text: [UInt8], _ range: Range<Int>) {
        let bytes = text.span
        for index in range { mix(bytes[index]) }
        mix(0xff)
    }

    /// Appends a number.
    mutating func append(_ number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            mix(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    private mutating func mix(_ byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }

    /// The hash of what was appended.
    var value: UInt64 {
        var mixed = hash
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
