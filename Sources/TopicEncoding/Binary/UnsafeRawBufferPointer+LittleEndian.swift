extension UnsafeRawBufferPointer {
    /// The little-endian integer at an offset; the caller has checked that it lies inside.
    @inline(__always)
    func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int, as type: Value.Type
    ) -> Value {
        unsafe Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }

    /// The big-endian integer at an offset; the caller has checked that it lies inside.
    @inline(__always)
    func bigEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int, as type: Value.Type
    ) -> Value {
        unsafe Value(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}
