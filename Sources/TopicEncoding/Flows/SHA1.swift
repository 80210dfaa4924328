/// SHA-1 (FIPS 180-4), which Community ID is defined with; it protects nothing here.
struct SHA1 {
    /// The five words of the hash.
    private(set) var words: InlineArray<5, UInt32> = [
        0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0,
    ]

    /// Hashes one block of sixteen words, in host order.
    mutating func add(_ block: InlineArray<16, UInt32>) {
        var schedule = block
        var a = words[0]
        var b = words[1]
        var c = words[2]
        var d = words[3]
        var e = words[4]
        for round in 0..<80 {
            let slot = round & 15
            if round >= 16 {
                let mixed =
                    schedule[(round + 13) & 15] ^ schedule[(round + 8) & 15]
                    ^ schedule[(round + 2) & 15] ^ schedule[slot]
                schedule[slot] = Self.rotate(mixed, by: 1)
            }
            let function: UInt32
            let constant: UInt32
            switch round {
            case 0..<20: (function, constant) = ((b & c) | (~b & d), 0x5a82_7999)
            case 20..<40: (function, constant) = (b ^ c ^ d, 0x6ed9_eba1)
            case 40..<60: (function, constant) = ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
            default: (function, constant) = (b ^ c ^ d, 0xca62_c1d6)
            }
            let next = Self.rotate(a, by: 5) &+ function &+ e &+ constant &+ schedule[slot]
            (e, d, c, b, a) = (d, c, Self.rotate(b, by: 30), a, next)
        }
        words[0] &+= a
        words[1] &+= b
        words[2] &+= c
        words[3] &+= d
        words[4] &+= e
    }

    /// The hash of a message of at most 55 bytes, which fits one block with its padding.
    static func digest(ofShort message: InlineArray<64, UInt8>, count: Int) -> SHA1 {
        precondition(count <= 55, "the padding of a longer message needs a second block")
        var block = InlineArray<16, UInt32>(repeating: 0)
        for index in 0..<count {
            block[index >> 2] |= UInt32(message[index]) << UInt32(24 - 8 * (index & 3))
        }
        block[count >> 2] |= 0x80 << UInt32(24 - 8 * (count & 3))
        block[15] = UInt32(8 * count)
        var hash = SHA1()
        hash.add(block)
        return hash
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, by bits: UInt32) -> UInt32 {
        word << bits | word >> (32 - bits)
    }
}
