/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012), fed piece by piece.
///
/// It is a value: a state fed with what many messages have in common can be kept and copied, and
/// each copy fed with the rest of its message.
@frozen
public struct SipHash128: Sendable {
    @usableFromInline var v0: UInt64
    @usableFromInline var v1: UInt64
    @usableFromInline var v2: UInt64
    @usableFromInline var v3: UInt64
    /// The bytes that don't fill a word yet, first one lowest.
    @usableFromInline var tail: UInt64 = 0
    @usableFromInline var byteCount: UInt64 = 0

    /// An empty message under a key: its 16 bytes as two little-endian words.
    @inlinable
    public init(key0: UInt64, key1: UInt64) {
        v0 = key0 ^ 0x736f_6d65_7073_6575
        v1 = key1 ^ 0x646f_7261_6e64_6f6d ^ 0xee
        v2 = key0 ^ 0x6c79_6765_6e65_7261
        v3 = key1 ^ 0x7465_6462_7974_6573
    }

    /// Appends a byte to the message.
    @inlinable
    public mutating func append(_ byte: UInt8) {
        tail |= UInt64(byte) << (8 * (byteCount & 7))
        byteCount &+= 1
        guard byteCount & 7 == 0 else { return }
        compress(tail)
        tail = 0
    }

    /// Appends the eight bytes of a word, lowest first.
    @inlinable
    public mutating func append(word: UInt64) {
        let shift = 8 * (byteCount & 7)
        byteCount &+= 8
        compress(tail | word << shift)
        // Smart shifts: a shift by 64 leaves nothing, which is right for an empty tail.
        tail = word >> (64 - shift)
    }

    /// The digest's sixteen bytes as two little-endian words.
    @inlinable
    public func digest() -> (first: UInt64, second: UInt64) {
        var state = self
        state.compress(tail | byteCount << 56)
        state.v2 ^= 0xee
        for _ in 0..<4 { state.round() }
        let first = state.v0 ^ state.v1 ^ state.v2 ^ state.v3
        state.v1 ^= 0xdd
        for _ in 0..<4 { state.round() }
        return (first, state.v0 ^ state.v1 ^ state.v2 ^ state.v3)
    }

    @inlinable
    mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inlinable
    mutating func round() {
        v0 &+= v1
        v1 = v1 &<< 13 | v1 &>> 51
        v1 ^= v0
        v0 = v0 &<< 32 | v0 &>> 32
        v2 &+= v3
        v3 = v3 &<< 16 | v3 &>> 48
        v3 ^= v2
        v0 &+= v3
        v3 = v3 &<< 21 | v3 &>> 43
        v3 ^= v0
        v2 &+= v1
        v1 = v1 &<< 17 | v1 &>> 47
        v1 ^= v2
        v2 = v2 &<< 32 | v2 &>> 32
    }
}
