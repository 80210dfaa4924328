/// The hash of FIPS 180-4, which JA4 and QUIC's first keys are made with.
enum SHA256 {
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
        0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
        0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
        0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
        0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
        0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
        0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
        0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
        0xc671_78f2,
    ]

    /// What the blocks so far have made of the initial value.
    typealias State = InlineArray<8, UInt32>

    private static let initial: State = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
        0x5be0_cd19,
    ]

    /// The 32 bytes of the hash.
    static func digest(_ message: [UInt8]) -> [UInt8] {
        bytes(of: state(after: message, behind: initial, of: 0))
    }

    /// The state behind one block of 64 bytes.
    static func state(afterBlock block: [UInt8]) -> State {
        precondition(block.count == 64, "a block has 64 bytes")
        var state = initial
        // Any bytes make a span of bytes, here and below.
        compress(unsafe block.span.bytes, 0, &state)
        return state
    }

    /// The state at the end of a message that began with `hashedBytes`, whole blocks, which made
    /// `state`.
    static func state(
        after rest: [UInt8], behind state: State, of hashedBytes: Int
    ) -> State {
        var state = state
        let whole = rest.count & ~63
        let span = unsafe rest.span.bytes
        for start in stride(from: 0, to: whole, by: 64) { compress(span, start, &state) }
        let tail = HashPadding.lastBlocks(
            rest[whole...], messageBytes: hashedBytes + rest.count, isBigEndian: true)
        let tailSpan = unsafe tail.span.bytes
        for start in stride(from: 0, to: tail.count, by: 64) { compress(tailSpan, start, &state) }
        return state
    }

    /// The hash that a state is.
    static func bytes(of state: State) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for index in state.indices {
            // The bytes are used within the call only.
            unsafe withUnsafeBytes(of: state[index].bigEndian) {
                unsafe bytes.append(contentsOf: $0)
            }
        }
        return bytes
    }

    private static func compress(_ bytes: RawSpan, _ start: Int, _ state: inout State) {
        let table = constants
        let constants = table.span
        var schedule = InlineArray<64, UInt32>(repeating: 0)
        for index in 0..<16 { schedule[index] = bytes.word32(at: start + 4 * index) }
        for index in 16..<64 {
            let (late, early) = (schedule[index - 2], schedule[index - 15])
            schedule[index] =
                schedule[index - 16] &+ schedule[index - 7]
                &+ (rotated(early, 7) ^ rotated(early, 18) ^ early >> 3)
                &+ (rotated(late, 17) ^ rotated(late, 19) ^ late >> 10)
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let first =
                h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ ((e & f) ^ (~e & g))
                &+ constants[index] &+ schedule[index]
            let second =
                (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22))
                &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ second)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    @inline(__always)
    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }
}
