internal import Glibc
internal import NetworkModel

/// A hash of a file as it is on disk, which makes the session of a capture file.
///
/// Over the size, then the first 1 MiB, then the last 64 KiB (all of it, where the file is
/// shorter): each is taken as 64-bit words, lowest byte first, the last filled up with zeros, and
/// each word goes in by `h = (h ^ word) * 0xd6e8feb86659fd93; h ^= h >> 32`, beginning with FNV's
/// offset basis. The file's name and path don't enter. A compressed file has another fingerprint
/// than what it holds.
enum FileFingerprint {
    static let headBytes = 1 << 20
    static let tailBytes = 64 << 10

    /// The fingerprint of a regular file.
    static func session(ofFileAt path: String) throws(CaptureError) -> SessionIdentifier {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .opening(path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .opening(path, errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw CaptureError(
                .notACapture, "\(path) is not a regular file; name a pcap or pcapng file.")
        }
        let size = Int(status.st_size)
        let head = try read(descriptor, 0..<min(size, headBytes), path)
        let tail = try read(descriptor, max(0, size - tailBytes)..<size, path)
        return SessionIdentifier(rawValue: hash(size: size, head: head, tail: tail))
    }

    /// The hash of a file's size and its two ends.
    static func hash(size: Int, head: [UInt8], tail: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ word: UInt64) {
            hash = (hash ^ word) &* 0xd6e8_feb8_6659_fd93
            hash ^= hash >> 32
        }
        add(UInt64(size))
        for bytes in [head, tail] {
            let span = unsafe bytes.span.bytes
            let end = span.byteCount & ~7
            for offset in stride(from: 0, to: end, by: 8) {
                // Within the span, as the load checks, and any bits make an integer.
                let word = unsafe span.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
                add(UInt64(littleEndian: word))
            }
            guard end < bytes.count else { continue }
            add(bytes[end...].reversed().reduce(0) { $0 << 8 | UInt64($1) })
        }
        return hash
    }

    private static func read(
        _ descriptor: Int32, _ range: Range<Int>, _ path: String
    ) throws(CaptureError) -> [UInt8] {
        var bytes: [UInt8] = Array(repeating: 0, count: range.count)
        var done = 0
        while done < range.count {
            let offset = off_t(range.lowerBound + done)
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(
                    descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, offset)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .opening(path, errno: errno) }
            // The file became shorter since it was asked for its size.
            guard count > 0 else { break }
            done += count
        }
        return Array(bytes.prefix(done))
    }
}
