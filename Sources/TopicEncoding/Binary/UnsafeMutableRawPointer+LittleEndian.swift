extension UnsafeMutableRawPointer {
    /// Stores an integer in little-endian order; the caller knows that the place is its own.
    @inline(__always)
    func storeLittleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ value: Value, at offset: Int
    ) {
        unsafe storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
    }

    /// Stores an integer in big-endian order; the caller knows that the place is its own.
    @inline(__always)
    func storeBigEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ value: Value, at offset: Int
    ) {
        unsafe storeBytes(of: value.bigEndian, toByteOffset: offset, as: Value.self)
    }
}
