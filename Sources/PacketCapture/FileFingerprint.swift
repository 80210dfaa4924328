internal import Glibc
internal import NetworkModel

/// A hash of a file as it is on disk, which makes the session of a capture file.
///
/// FNV-1a (64 bits) over the size as eight bytes, lowest first, then the first 1 MiB, then the last
/// 64 KiB (all of it, where the file is shorter), with a final mix of the bits. The file's name and
/// path don't enter. A compressed file has another fingerprint than what it holds.
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
        func add(_ bytes: [UInt8]) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        add((0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) })
        add(head)
        add(tail)
        // FNV's upper bits depend little on the last bytes.
        hash = (hash ^ hash >> 32) &* 0xd6e8_feb8_6659_fd93
        hash = (hash ^ hash >> 32) &* 0xd6e8_feb8_6659_fd93
        return hash ^ hash >> 32
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
