internal import CZlib
internal import Glibc

/// A gzip file as a stream of the C library, decompressed as it is read.
@safe
final class GzipStream {
    /// zlib's buffer of compressed bytes, and the most that is asked of it at once.
    ///
    /// What zlib decompresses in a call that meets damage is lost, and that is up to twice as much.
    private static let bufferBytes: UInt32 = 64 << 10

    private let file: gzFile
    /// What zlib said when reading failed; the stream's reader can only be told that it did.
    private(set) var failure: String?
    /// True once the compressed file turned out to end before its end mark.
    private(set) var isTruncated = false

    private init(_ file: gzFile) {
        unsafe self.file = unsafe file
    }

    deinit {
        unsafe gzclose_r(file)
    }

    /// True for the two bytes that a gzip file begins with.
    static func isGzip(_ first: some Collection<UInt8>) -> Bool {
        first.starts(with: [0x1f, 0x8b])
    }

    /// The first bytes of what a gzip file holds; fewer where it holds fewer or is damaged.
    static func firstBytes(of path: String, _ count: Int) -> [UInt8] {
        guard let file = unsafe gzopen(path, "rbe") else { return [] }
        defer { unsafe gzclose_r(file) }
        var bytes = [UInt8](repeating: 0, count: count)
        let found = unsafe bytes.withUnsafeMutableBytes {
            unsafe gzread(file, $0.baseAddress, UInt32($0.count))
        }
        return Array(bytes.prefix(max(0, Int(found))))
    }

    /// Opens a gzip file; closing the stream releases it.
    static func open(
        _ path: String
    ) throws(CaptureError) -> (stream: GzipStream, file: UnsafeMutablePointer<FILE>) {
        guard let file = unsafe gzopen(path, "rbe") else { throw .opening(path, errno: errno) }
        unsafe gzbuffer(file, bufferBytes)
        let stream = unsafe GzipStream(file)
        // The C stream keeps one reference to its cookie until it calls `close`. All callbacks run
        // on the thread that reads or closes the C stream.
        let cookie = unsafe Unmanaged.passRetained(stream)
        let callbacks = unsafe stream_callbacks(
            read: { cookie, buffer, count in
                guard let cookie = unsafe cookie else { return -1 }
                let stream = unsafe Unmanaged<GzipStream>.fromOpaque(cookie).takeUnretainedValue()
                return unsafe stream.read(buffer, count)
            },
            write: nil, seek: nil,
            close: { cookie in
                if let cookie = unsafe cookie {
                    unsafe Unmanaged<GzipStream>.fromOpaque(cookie).release()
                }
                return 0
            })
        guard let opened = unsafe open_stream(cookie.toOpaque(), "r", callbacks) else {
            unsafe cookie.release()
            throw .opening(path, errno: errno)
        }
        return unsafe (stream, opened)
    }

    private func read(_ buffer: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let wanted = UInt32(min(count, Int(Self.bufferBytes)))
        let result = unsafe gzread(file, buffer, wanted)
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
