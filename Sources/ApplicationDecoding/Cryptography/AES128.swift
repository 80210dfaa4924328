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

    /// What a byte of the first row adds to its column: the substitution times 2, 1, 1 and 3, the
    /// first row's part uppermost.
    ///
    /// The other rows' are the same, turned by as many bytes.
    private static let products: [UInt32] = substitution.map { byte in
        let double = doubled(byte)
        return UInt32(double) << 24 | UInt32(byte) << 16 | UInt32(byte) << 8
            | UInt32(double ^ byte)
    }

    /// A block as its four columns, the first row's byte uppermost.
    private typealias Block = (UInt32, UInt32, UInt32, UInt32)

    /// The keys of the eleven rounds, by columns.
    private let roundKeys: InlineArray<44, UInt32>

    /// Expands a key of sixteen bytes.
    init(key: [UInt8]) {
        precondition(key.count == 16, "the key has sixteen bytes")
        var keys = InlineArray<44, UInt32>(repeating: 0)
        // Any bytes make a span of bytes, here and below.
        let span = unsafe key.span.bytes
        for index in 0..<4 { keys[index] = span.word32(at: 4 * index) }
        var constant: UInt8 = 1
        for index in 4..<44 {
            var word = keys[index - 1]
            if index % 4 == 0 {
                word = Self.substituted(word << 8 | word >> 24) ^ UInt32(constant) << 24
                constant = Self.doubled(constant)
            }
            keys[index] = keys[index - 4] ^ word
        }
        roundKeys = keys
    }

    /// One block of sixteen bytes.
    func encrypted(_ block: [UInt8]) -> [UInt8] {
        let span = unsafe block.span.bytes
        let table = Self.products
        let output = encrypted(
            (span.word32(at: 0), span.word32(at: 4), span.word32(at: 8), span.word32(at: 12)),
            table.span)
        return (0..<16).map { Self.byte($0, of: output) }
    }

    /// The bytes combined with the key stream of GCM: `nonce` has twelve bytes, and the first block
    /// of the stream belongs to the tag.
    func counterMode(_ bytes: [UInt8], nonce: [UInt8]) -> [UInt8] {
        precondition(nonce.count == 12, "the nonce has twelve bytes")
        let table = Self.products
        let products = table.span
        let start = unsafe nonce.span.bytes
        let input = unsafe bytes.span.bytes
        var output = [UInt8](repeating: 0, count: bytes.count)
        var written = output.mutableSpan
        var counter: UInt32 = 2
        for offset in stride(from: 0, to: bytes.count, by: 16) {
            let stream = encrypted(
                (start.word32(at: 0), start.word32(at: 4), start.word32(at: 8), counter), products)
            for index in 0..<min(16, bytes.count - offset) {
                written[offset + index] =
                    input.byte(at: offset + index) ^ Self.byte(index, of: stream)
            }
            counter &+= 1
        }
        return output
    }

    private func encrypted(_ block: Block, _ products: Span<UInt32>) -> Block {
        var block = block
        addKey(0, &block)
        for round in 1..<10 {
            let (a, b, c, d) = block
            block = (
                Self.mixed(a, b, c, d, products), Self.mixed(b, c, d, a, products),
                Self.mixed(c, d, a, b, products), Self.mixed(d, a, b, c, products)
            )
            addKey(round, &block)
        }
        let (a, b, c, d) = block
        block = (
            Self.shifted(a, b, c, d, products), Self.shifted(b, c, d, a, products),
            Self.shifted(c, d, a, b, products), Self.shifted(d, a, b, c, products)
        )
        addKey(10, &block)
        return block
    }

    @inline(__always)
    private func addKey(_ round: Int, _ block: inout Block) {
        block.0 ^= roundKeys[4 &* round]
        block.1 ^= roundKeys[4 &* round &+ 1]
        block.2 ^= roundKeys[4 &* round &+ 2]
        block.3 ^= roundKeys[4 &* round &+ 3]
    }

    /// A column of the substituted, shifted and mixed state: row r is from the r-th column given.
    @inline(__always)
    private static func mixed(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, _ products: Span<UInt32>
    ) -> UInt32 {
        let second = products[Int(b >> 16 & 255)]
        let third = products[Int(c >> 8 & 255)]
        let fourth = products[Int(d & 255)]
        return products[Int(a >> 24)] ^ (second >> 8 | second << 24)
            ^ (third >> 16 | third << 16) ^ (fourth >> 24 | fourth << 8)
    }

    /// The same without mixing, as in the last round.
    @inline(__always)
    private static func shifted(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, _ products: Span<UInt32>
    ) -> UInt32 {
        // The substitution itself is the second byte of a product.
        (products[Int(a >> 24)] << 8 & 0xff00_0000) | (products[Int(b >> 16 & 255)] & 0xff_0000)
            | (products[Int(c >> 8 & 255)] & 0xff00) | (products[Int(d & 255)] >> 8 & 0xff)
    }

    @inline(__always)
    private static func byte(_ index: Int, of block: Block) -> UInt8 {
        let column: UInt32
        switch index >> 2 {
        case 0: column = block.0
        case 1: column = block.1
        case 2: column = block.2
        default: column = block.3
        }
        return UInt8(truncatingIfNeeded: column >> UInt32(24 - 8 * (index & 3)))
    }

    private static func substituted(_ word: UInt32) -> UInt32 {
        let table = substitution
        return UInt32(table[Int(word >> 24)]) << 24 | UInt32(table[Int(word >> 16 & 255)]) << 16
            | UInt32(table[Int(word >> 8 & 255)]) << 8 | UInt32(table[Int(word & 255)])
    }

    /// Times x in GF(2⁸).
    private static func doubled(_ byte: UInt8) -> UInt8 {
        byte << 1 ^ (byte & 0x80 == 0 ? 0 : 0x1b)
    }
}
