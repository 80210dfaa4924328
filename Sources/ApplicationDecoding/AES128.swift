/// The block cipher of FIPS 197 with a key of sixteen bytes, forwards only.
///
/// That is all that counter mode and QUIC's header protection need. It protects nothing: the keys
/// are public.
struct AES128 {
    /// The substitution of the cipher: inverses in GF(2⁸), then an affine map.
    private static let substitution: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        var (power, inverse): (UInt8, UInt8) = (1, 1)
        repeat {
            // Times 3, and divided by 3.
            power ^= doubled(power)
            inverse ^= inverse << 1
            inverse ^= inverse << 2
            inverse ^= inverse << 4
            if inverse & 0x80 != 0 { inverse ^= 0x09 }
            var mixed = inverse
            for count in 1...4 { mixed ^= inverse << UInt8(count) | inverse >> UInt8(8 - count) }
            table[Int(power)] = mixed ^ 0x63
        } while power != 1
        table[0] = 0x63
        return table
    }()

    private let roundKeys: [UInt8]

    /// Expands a key of sixteen bytes.
    init(key: [UInt8]) {
        var keys = key
        var constant: UInt8 = 1
        while keys.count < 176 {
            var word = Array(keys.suffix(4))
            if keys.count % 16 == 0 {
                word = [word[1], word[2], word[3], word[0]].map { Self.substitution[Int($0)] }
                word[0] ^= constant
                constant = Self.doubled(constant)
            }
            for index in 0..<4 { keys.append(keys[keys.count - 16] ^ word[index]) }
        }
        roundKeys = keys
    }

    /// One block of sixteen bytes.
    func encrypted(_ block: [UInt8]) -> [UInt8] {
        var state = InlineArray<16, UInt8> { block[$0] }
        encrypt(&state)
        return state.indices.map { state[$0] }
    }

    /// One block in place, without an allocation: QUIC has a hundred in each packet.
    private func encrypt(_ state: inout InlineArray<16, UInt8>) {
        let table = Self.substitution
        var shifted = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<16 { state[index] ^= roundKeys[index] }
        for round in 1...10 {
            for index in 0..<16 {
                // Row r of the state's columns moves by r columns.
                shifted[index] = table[Int(state[(index &+ 4 &* (index & 3)) & 15])]
            }
            if round < 10 { Self.mixColumns(&shifted) }
            for index in 0..<16 {
                state[index] = shifted[index] ^ roundKeys[16 &* round &+ index]
            }
        }
    }

    /// The bytes combined with the key stream of GCM: `nonce` has twelve bytes, and the first block
    /// of the stream belongs to the tag.
    func counterMode(_ bytes: [UInt8], nonce: [UInt8]) -> [UInt8] {
        var output = bytes
        var counter: UInt32 = 2
        for start in stride(from: 0, to: bytes.count, by: 16) {
            var block = InlineArray<16, UInt8> { index in
                index < 12
                    ? nonce[index] : UInt8(truncatingIfNeeded: counter >> UInt32(8 * (15 - index)))
            }
            encrypt(&block)
            for offset in start..<min(start + 16, bytes.count) {
                output[offset] ^= block[offset - start]
            }
            counter &+= 1
        }
        return output
    }

    private static func mixColumns(_ state: inout InlineArray<16, UInt8>) {
        for column in stride(from: 0, to: 16, by: 4) {
            let (a, b, c, d) = (
                state[column], state[column + 1], state[column + 2], state[column + 3]
            )
            let all = a ^ b ^ c ^ d
            state[column] = a ^ all ^ doubled(a ^ b)
            state[column + 1] = b ^ all ^ doubled(b ^ c)
            state[column + 2] = c ^ all ^ doubled(c ^ d)
            state[column + 3] = d ^ all ^ doubled(d ^ a)
        }
    }

    /// Times x in GF(2⁸).
    private static func doubled(_ byte: UInt8) -> UInt8 {
        byte << 1 ^ (byte & 0x80 == 0 ? 0 : 0x1b)
    }
}
