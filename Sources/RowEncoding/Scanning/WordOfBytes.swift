/// Eight bytes of a text as one integer, the first byte lowest: they are looked at together.
enum WordOfBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highest: UInt64 = 0x8080_8080_8080_8080

    /// The eight bytes at an offset, which must lie within the text.
    @inline(__always)
    static func load(_ text: Span<UInt8>, _ offset: Int) -> UInt64 {
        // Any bits make an integer, and the load checks its bounds.
        let word = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return UInt64(littleEndian: word)
    }

    /// At most eight bytes, zeros behind them.
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The first bytes of a word, fewer than eight, zeros behind them.
    @inline(__always)
    static func first(_ count: Int, of word: UInt64) -> UInt64 {
        word & ((1 << UInt64(count * 8)) &- 1)
    }

    /// How many bytes come before the first one that a JSON string doesn't take as it is, or that
    /// isn't ASCII: a quote, a backslash, a control character; 8 where there is none.
    ///
    /// Subtracting borrows from the byte above, which falsifies only what is found above a byte
    /// that was found rightly.
    @inline(__always)
    static func plainCount(_ word: UInt64) -> Int {
        let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let found =
            ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
            | ((word &- ones &* 0x20) & ~word) | word
        return (found & highest).trailingZeroBitCount >> 3
    }
}
