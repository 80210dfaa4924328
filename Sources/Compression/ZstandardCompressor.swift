internal import CZstd

/// Makes frames of Zstandard (RFC 8878), one after the other with the same tables.
///
/// Safe to use: the library's context is this object's alone and is freed with it. Belongs to one
/// thread.
@safe
public final class ZstandardCompressor {
    private let context: OpaquePointer
    private let level: Int32

    /// A compressor.
    ///
    /// - Parameter level: From 1, fast, to 19, small.
    public init(level: Int32 = Zstandard.defaultLevel) {
        self.level = level
        guard let context = unsafe ZSTD_createCCtx() else {
            preconditionFailure("The library only fails for lack of memory.")
        }
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe ZSTD_freeCCtx(context)
    }

    /// Appends a frame that holds the bytes.
    public func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        let start = output.count
        let bound = ZSTD_compressBound(bytes.count)
        output.append(contentsOf: repeatElement(0, count: bound))
        // The buffers outlive the call, which keeps to the lengths that it is given.
        let written = unsafe bytes.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBytes { output in
                unsafe ZSTD_compressCCtx(
                    context, output.baseAddress?.advanced(by: start), bound, input.baseAddress,
                    input.count, level)
            }
        }
        precondition(ZSTD_isError(written) == 0, "The library's bound is enough for a frame.")
        output.removeLast(bound - written)
    }
}
