import Glibc

/// A file that is only ever extended, through a bounded buffer, and can be cut back to a length.
///
/// Safe to use: the descriptor is this object's alone and is closed with it. Each write names its
/// place in the file, so that one that failed half-way is simply done again.
@safe
final class AppendFile {
    /// What isn't written yet is written when it reaches this many bytes.
    static let bufferBytes = 1 << 20

    let path: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var writtenLength: Int64
    private var isSynchronised = true

    /// The length with everything that was appended.
    var length: Int64 { writtenLength + Int64(buffer.count) }

    /// Opens a file, or makes it, and takes its lock, which goes with the process.
    init(path: String) throws(SinkError) {
        self.path = path
        // The path is borrowed for the call only.
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        writtenLength = 0
        guard descriptor >= 0 else { throw .system(errno, "opened", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw SinkError(
                .inUse,
                "\(path) is being written by another process; stop it or choose another folder.")
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .system(errno, "read", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SinkError(.foreign, "\(path) isn't a file; choose another folder.")
        }
        writtenLength = Int64(status.st_size)
    }

    deinit {
        close()
    }

    /// Releases the file; what is in the buffer is forgotten.
    ///
    /// May be called twice.
    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Takes the file's name away; it is gone once it is closed.
    func remove() {
        // The path is borrowed for the call only; a name that stays does no harm.
        _ = unsafe unlink(path)
    }

    /// Gives the end of the buffer to `add`, which may only append to it.
    func append(_ add: (inout [UInt8]) throws(SinkError) -> Void) throws(SinkError) {
        if buffer.count >= Self.bufferBytes { try flush() }
        try add(&buffer)
    }

    /// Makes everything durable.
    func synchronise() throws(SinkError) {
        try flush()
        if isSynchronised { return }
        guard fdatasync(descriptor) == 0 else { throw .system(errno, "written", path) }
        isSynchronised = true
    }

    /// Forgets what stands after a length, in the buffer and in the file.
    func truncate(to length: Int64) throws(SinkError) {
        buffer.removeAll(keepingCapacity: true)
        guard ftruncate(descriptor, Int(length)) == 0 else {
            throw .system(errno, "truncated", path)
        }
        writtenLength = length
        isSynchronised = false
    }

    /// The first bytes of the file, at most `count`.
    func prefix(_ count: Int) throws(SinkError) -> [UInt8] {
        let count = min(count, Int(writtenLength))
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let start = filled
            // The buffer outlives the call, which writes at most its rest.
            let read = unsafe bytes.withUnsafeMutableBytes {
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: $0[start...])
                return unsafe pread(descriptor, rest.baseAddress, rest.count, start)
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw .system(errno, "read", path) }
            if read == 0 { break }
            filled += read
        }
        return Array(bytes[..<filled])
    }

    private func flush() throws(SinkError) {
        var done = 0
        while done < buffer.count {
            let start = done
            let place = Int(writtenLength) + done
            // The buffer outlives the call, which only reads its rest.
            let written = unsafe buffer.withUnsafeBytes {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: $0[start...])
                return unsafe pwrite(descriptor, rest.baseAddress, rest.count, place)
            }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw .system(errno, "written", path) }
            done += written
            isSynchronised = false
        }
        writtenLength += Int64(done)
        buffer.removeAll(keepingCapacity: true)
    }
}
