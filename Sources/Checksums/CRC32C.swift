import CCRC32C

/// The CRC-32C (Castagnoli) checksum of the binary records.
public enum CRC32C {
    /// The checksum of some bytes.
    ///
    /// - Parameters:
    ///   - bytes: What is summed.
    ///   - previous: The checksum of what stands before them, to continue it.
    public static func checksum(of bytes: [UInt8], continuing previous: UInt32 = 0) -> UInt32 {
        // The C function reads the buffer during the call only.
        unsafe bytes.withUnsafeBytes { unsafe checksum(of: $0, continuing: previous) }
    }

    /// The checksum of some memory, which is read during the call only.
    public static func checksum(
        of bytes: UnsafeRawBufferPointer, continuing previous: UInt32 = 0
    ) -> UInt32 {
        unsafe weir_crc32c(previous, bytes.baseAddress, bytes.count)
    }

    /// The same by shifts alone, as processors without the instruction compute it.
    static func portableChecksum(of bytes: [UInt8], continuing previous: UInt32 = 0) -> UInt32 {
        unsafe bytes.withUnsafeBytes {
            unsafe weir_crc32c_portable(previous, $0.baseAddress, $0.count)
        }
    }
}
