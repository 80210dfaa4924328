import Checksums

/// The sixteen bytes that the value of every binary topic begins with: magic (4), format version,
/// flags, header length (2), CRC-32C (4), length of the whole value (4).
///
/// The checksum is of all bytes but its own four. The length makes a truncation certain to be seen.
enum RecordEnvelope {
    static let byteCount = 16
    private static let checksumOffset = 8

    /// Writes the envelope over the first bytes of a value that is complete but for it.
    static func seal(
        _ value: inout [UInt8], magic: StaticString, version: UInt8, flags: UInt8,
        headerBytes: Int
    ) {
        let total = value.count
        // The caller has made at least `byteCount` bytes.
        unsafe value.withUnsafeMutableBytes { raw in
            for index in 0..<4 { unsafe raw[index] = magic.utf8Start[index] }
            unsafe raw[4] = version
            unsafe raw[5] = flags
            unsafe raw.storeBytes(
                of: UInt16(headerBytes).littleEndian, toByteOffset: 6, as: UInt16.self)
            unsafe raw.storeBytes(
                of: UInt32(total).littleEndian, toByteOffset: 12, as: UInt32.self)
            let sum = unsafe checksum(UnsafeRawBufferPointer(raw))
            unsafe raw.storeBytes(
                of: sum.littleEndian, toByteOffset: checksumOffset, as: UInt32.self)
        }
    }

    /// Checks a value's envelope.
    ///
    /// - Returns: The flags and the length of the header, which is at least `minimumHeaderBytes`
    ///   and at most the length of the value.
    static func open(
        _ value: [UInt8], magic: StaticString, version: UInt8, minimumHeaderBytes: Int
    ) throws(TopicDecodingError) -> (flags: UInt8, headerBytes: Int) {
        guard value.count >= byteCount else { throw .tooShort }
        for index in 0..<4 {
            // A magic has four bytes.
            guard unsafe value[index] == magic.utf8Start[index] else { throw .badMagic }
        }
        guard value[4] == version else { throw .unsupportedVersion(value[4]) }
        let (headerBytes, total, expected) = unsafe value.withUnsafeBytes { raw in
            unsafe (
                Int(raw.littleEndian(at: 6, as: UInt16.self)),
                Int(raw.littleEndian(at: 12, as: UInt32.self)),
                raw.littleEndian(at: checksumOffset, as: UInt32.self)
            )
        }
        guard total == value.count else { throw .badLength(section: "record") }
        guard headerBytes >= minimumHeaderBytes, headerBytes <= total else {
            throw .badLength(section: "header")
        }
        guard unsafe value.withUnsafeBytes({ unsafe checksum($0) }) == expected else {
            throw .badChecksum
        }
        return (value[5], headerBytes)
    }

    private static func checksum(_ raw: UnsafeRawBufferPointer) -> UInt32 {
        let before = unsafe CRC32C.checksum(
            of: UnsafeRawBufferPointer(rebasing: raw[..<checksumOffset]))
        return unsafe CRC32C.checksum(
            of: UnsafeRawBufferPointer(rebasing: raw[(checksumOffset + 4)...]), continuing: before)
    }
}
