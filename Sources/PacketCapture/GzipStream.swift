internal import CPcap
internal import Compression
internal import Glibc

/// A gzip file as a stream of the C library, decompressed as it is read.
final class GzipStream {
    private let file: GzipFile

    /// What was wrong when reading failed; the stream's reader can only be told that it did.
    var failure: String? { file.failure }
    /// True once the compressed file turned out to end before its end mark.
    var isTruncated: Bool { file.isTruncated }

    private init(_ file: GzipFile) {
        self.file = file
    }

    /// Opens a gzip file; closing the stream releases it.
    static func open(
        _ path: String
    ) throws(CaptureError) -> (stream: GzipStream, file: UnsafeMutablePointer<FILE>) {
        let stream: GzipStream
        do throws(CompressionError) {
            stream = GzipStream(try GzipFile(path: path))
        } catch {
            throw .opening(path, errno: error.systemNumber ?? EIO)
        }
        // The C stream keeps one reference to its cookie until it calls `close`. All callbacks run
        // on the thread that reads or closes the C stream.
        let cookie = unsafe Unmanaged.passRetained(stream)
        let callbacks = unsafe stream_callbacks(
            read: { cookie, buffer, count in
                guard let cookie = unsafe cookie, let buffer = unsafe buffer else { return -1 }
                let stream = unsafe Unmanaged<GzipStream>.fromOpaque(cookie).takeUnretainedValue()
                return unsafe stream.file.read(
                    into: UnsafeMutableRawBufferPointer(start: buffer, count: count))
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
}
