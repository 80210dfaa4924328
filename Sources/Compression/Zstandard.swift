internal import CZstd

/// Frames of Zstandard (RFC 8878).
public enum Zstandard {
    /// A level that is fast; higher ones, up to 19, are smaller and slower.
    public static let defaultLevel: Int32 = 1

    /// The bytes as one frame, which tells how long its content is.
    ///
    /// Whoever compresses often keeps a `ZstandardCompressor`, which spares its tables each time.
    public static func compress(_ bytes: [UInt8], level: Int32 = defaultLevel) -> [UInt8] {
        var frame: [UInt8] = []
        ZstandardCompressor(level: level).append(bytes, to: &frame)
        return frame
    }

    /// The content of one frame that tells how long it is, as those of `compress` do.
    ///
    /// - Parameter maximumBytes: A frame that says that it holds more is refused.
    public static func decompress(
        _ frame: [UInt8], maximumBytes: Int
    ) throws(CompressionError) -> [UInt8] {
        // The buffers outlive the calls, which keep to the lengths that they are given.
        let size = unsafe frame.withUnsafeBytes {
            unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count)
        }
        // The two highest numbers say that there is no frame, or that it doesn't tell its length.
        guard size < UInt64.max - 1 else {
            throw CompressionError(.damaged, "This isn't a Zstandard frame of known length.")
        }
        guard size <= UInt64(maximumBytes) else {
            throw CompressionError(
                .tooLarge, "A frame holds \(size) bytes, more than the \(maximumBytes) allowed.")
        }
        var result = 0
        let bytes = unsafe frame.withUnsafeBytes { frame in
            unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { output, count in
                result = unsafe ZSTD_decompress(
                    output.baseAddress, output.count, frame.baseAddress, frame.count)
                count = ZSTD_isError(result) == 0 ? result : 0
            }
        }
        guard ZSTD_isError(result) == 0 else {
            // The text is a constant of the library.
            let cause = unsafe ZSTD_getErrorName(result).map { unsafe String(cString: $0) }
            throw CompressionError(.damaged, "A Zstandard frame is damaged.", cause: cause)
        }
        return bytes
    }
}
