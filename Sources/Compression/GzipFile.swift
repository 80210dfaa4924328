internal import CZlib
internal import Glibc

/// A gzip file, decompressed as it is read.
///
/// Safe to use: zlib's handle is this object's alone and is closed with it. Belongs to one thread.
@safe
public final class GzipFile {
    /// zlib's buffer of compressed bytes, and the most that is asked of it at once.
    ///
    /// What zlib decompresses in a call that meets damage is lost, and that is up to twice as much.
    private static let bufferBytes: UInt32 = 64 << 10

    private let file: gzFile
    /// What zlib said when reading failed.
    public private(set) var failure: String?
    /// True once the compressed file turned out to end before its end mark.
    public private(set) var isTruncated = false

    /// Opens a file; one that isn't compressed is read as it is.
    public init(path: String) throws(CompressionError) {
        // The path is borrowed for the call only.
        guard let opened = unsafe gzopen(path, "rbe") else {
            let number = errno
            // The C library's text is static or thread-local; it is copied at once.
            let cause = unsafe strerror(number).map { unsafe String(cString: $0) }
            throw CompressionError(
                .unavailable, "\(path) can't be opened; check the path and its rights.",
                cause: cause, systemNumber: number)
        }
        unsafe file = unsafe opened
        unsafe gzbuffer(file, Self.bufferBytes)
    }

    deinit {
        unsafe gzclose_r(file)
    }

    /// True for the two bytes that a gzip file begins with.
    public static func isGzip(_ first: some Collection<UInt8>) -> Bool {
        first.starts(with: [0x1f, 0x8b])
    }

    /// The first bytes of what a gzip file holds; fewer where it holds fewer or is damaged.
    public static func firstBytes(of path: String, _ count: Int) -> [UInt8] {
        guard let file = try? GzipFile(path: path) else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        // The buffer outlives the call, which writes at most all of it.
        let found = unsafe bytes.withUnsafeMutableBytes { unsafe file.read(into: $0) }
        return Array(bytes.prefix(max(0, found)))
    }

    /// Reads what comes next, at most 64 KiB; how many bytes there were, 0 at the end, negative
    /// where the file is damaged, which `failure` then explains.
    ///
    /// - Parameter buffer: Written from its beginning.
    public func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let wanted = UInt32(min(buffer.count, Int(Self.bufferBytes)))
        let result = unsafe gzread(file, buffer.baseAddress, wanted)
        if result < wanted {
            var code: Int32 = 0
            let message = unsafe gzerror(file, &code).map { unsafe String(cString: $0) }
            // At the end of a whole file the code is Z_OK.
            if code == Z_BUF_ERROR { isTruncated = true }
            if result < 0 { failure = message ?? "zlib error \(code)" }
        }
        return Int(result)
    }
}
