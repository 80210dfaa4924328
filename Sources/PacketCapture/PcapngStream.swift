internal import CPcap
internal import Glibc

/// A pcapng file as a stream in which all interfaces have the same snapshot length.
@safe
final class PcapngStream {
    private let upstream: UnsafeMutablePointer<FILE>
    private var walk = PcapngBlockWalk()
    private var position = 0

    private init(_ upstream: UnsafeMutablePointer<FILE>) {
        unsafe self.upstream = unsafe upstream
    }

    deinit {
        unsafe fclose(upstream)
    }

    /// A stream over another one, which it owns from then on; nil where the system refuses.
    static func open(
        _ upstream: UnsafeMutablePointer<FILE>
    ) -> UnsafeMutablePointer<FILE>? {
        // The C stream keeps one reference to its cookie until it calls `close`. All callbacks run
        // on the thread that reads or closes the C stream.
        let cookie = unsafe Unmanaged.passRetained(PcapngStream(upstream))
        let callbacks = unsafe stream_callbacks(
            read: { cookie, buffer, count in
                guard let cookie = unsafe cookie, let buffer = unsafe buffer else { return -1 }
                let stream = unsafe Unmanaged<PcapngStream>.fromOpaque(cookie)
                    .takeUnretainedValue()
                return unsafe stream.read(
                    UnsafeMutableRawBufferPointer(start: buffer, count: count))
            },
            write: nil,
            seek: { cookie, offset, whence in
                // Only telling the position is possible.
                guard let cookie = unsafe cookie, let offset = unsafe offset,
                    whence == SEEK_CUR, unsafe offset.pointee == 0
                else { return -1 }
                let stream = unsafe Unmanaged<PcapngStream>.fromOpaque(cookie)
                    .takeUnretainedValue()
                unsafe offset.pointee = stream.position
                return 0
            },
            close: { cookie in
                if let cookie = unsafe cookie {
                    unsafe Unmanaged<PcapngStream>.fromOpaque(cookie).release()
                }
                return 0
            })
        let opened = unsafe open_stream(cookie.toOpaque(), "r", callbacks)
        if unsafe opened == nil { unsafe cookie.release() }
        return unsafe opened
    }

    private func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        // A request as large as this one goes past the upstream's own buffer.
        let count = unsafe fread(buffer.baseAddress, 1, buffer.count, upstream)
        if count == 0 && buffer.count > 0 { return unsafe ferror(upstream) == 0 ? 0 : -1 }
        let filled = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
        var piece = unsafe filled.mutableBytes
        walk.pass(&piece)
        position += count
        return count
    }
}
