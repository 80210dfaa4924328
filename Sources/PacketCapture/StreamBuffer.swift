internal import Glibc

/// The buffer of a C stream, which must live until the stream is closed.
@safe
final class StreamBuffer {
    private let bytes: UnsafeMutableBufferPointer<CChar>

    init(byteCount: Int) {
        unsafe bytes = .allocate(capacity: byteCount)
    }

    deinit {
        unsafe bytes.deallocate()
    }

    /// Gives a stream this buffer, before anything is read from it.
    func attach(to file: UnsafeMutablePointer<FILE>) {
        // If the stream refuses, it keeps its own: slower, not wrong.
        _ = unsafe setvbuf(file, bytes.baseAddress, _IOFBF, bytes.count)
    }
}
