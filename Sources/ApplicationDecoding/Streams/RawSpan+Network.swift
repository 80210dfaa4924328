/// Reads of a payload.
///
/// Each checks its bounds and would trap outside them, so the decoders ask for the count first.
extension RawSpan {
    /// True if `count` bytes at `offset` are there.
    @inline(__always)
    func has(_ count: Int, at offset: Int) -> Bool {
        offset + count <= byteCount
    }

    /// One byte.
    @inline(__always)
    func byte(at offset: Int) -> UInt8 {
        // The load checks its bounds, and any bits make an integer: what is unsafe of the call in
        // general doesn't apply, here and below.
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// Two bytes in network order.
    @inline(__always)
    func word16(at offset: Int) -> UInt16 {
        unsafe UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// Three bytes in network order.
    @inline(__always)
    func word24(at offset: Int) -> Int {
        Int(byte(at: offset)) << 16 | Int(word16(at: offset + 1))
    }

    /// Four bytes in network order.
    @inline(__always)
    func word32(at offset: Int) -> UInt32 {
        unsafe UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// Eight bytes, the first one lowest.
    @inline(__always)
    func littleEndian64(at offset: Int) -> UInt64 {
        unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// A copy of a range.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        var copy: [UInt8] = []
        copy.append(contentsOf: self, in: range)
        return copy
    }

    /// True if the bytes at `offset` are those of the text.
    func starts(with text: StaticString, at offset: Int = 0) -> Bool {
        let count = text.utf8CodeUnitCount
        guard has(count, at: offset) else { return false }
        for index in 0..<count {
            // In bounds: `index` is below the literal's count.
            let expected = unsafe text.utf8Start[index]
            if byte(at: offset + index) != expected { return false }
        }
        return true
    }
}

extension [UInt8] {
    /// Appends a range of a payload.
    mutating func append(contentsOf span: RawSpan, in range: Range<Int>) {
        // Extracting checks the bounds.
        unsafe span.extracting(range).withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}
