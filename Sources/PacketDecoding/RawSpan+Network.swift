/// Reads of header fields.
///
/// Each checks its bounds and would trap outside them, so the decoder asks `has` first and gives
/// a reason instead.
extension RawSpan {
    /// True if `count` bytes at `offset` were captured.
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

    /// Four bytes in network order.
    @inline(__always)
    func word32(at offset: Int) -> UInt32 {
        unsafe UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// Eight bytes in network order.
    @inline(__always)
    func word64(at offset: Int) -> UInt64 {
        unsafe UInt64(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
