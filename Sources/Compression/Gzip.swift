internal import CZlib

/// Bytes in the format of RFC 1952, such as bodies of HTTP requests.
public enum Gzip {
    /// How hard zlib tries: its default, a good third of whose time its level 1 takes.
    public static let defaultLevel: Int32 = 6
    /// The window's size as zlib wants it, with what asks for gzip's header and trailer.
    private static let windowBits: Int32 = 15 + 16
    private static let memoryLevel: Int32 = 8

    /// The bytes as a gzip file.
    ///
    /// - Parameter bytes: Less than 4 GiB, since that is all that zlib takes in one piece.
    /// - Parameter level: From 1, fast, to 9, small.
    public static func compress(_ bytes: [UInt8], level: Int32 = defaultLevel) -> [UInt8] {
        precondition(bytes.count < Int(UInt32.max) / 2, "Bodies are far below zlib's maximum.")
        // A C structure of numbers and pointers, for which zeros are what zlib asks for.
        var stream = unsafe z_stream()
        let started = unsafe deflateInit2_(
            &stream, level, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(started == Z_OK, "zlib only refuses a wrong level or for lack of memory.")
        defer { unsafe deflateEnd(&stream) }
        let bound = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
        var input = bytes
        return unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                // Both buffers outlive the call; zlib only reads the first.
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                let result = unsafe deflate(&stream, Z_FINISH)
                precondition(result == Z_STREAM_END, "zlib's bound is enough for one piece.")
                count = unsafe Int(stream.total_out)
            }
        }
    }
}
