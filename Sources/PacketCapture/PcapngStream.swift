internal import CZlib
internal import Glibc

/// A pcapng file as a stream in which all interfaces have the same snapshot length.
///
/// libpcap refuses a file whose interfaces have different ones. What a block of packets holds says
/// its own captured length, so the interface's is not needed: each becomes libpcap's maximum.
@safe
final class PcapngStream {
    /// The type of the block that a pcapng file begins with; the same in both byte orders.
    static let sectionHeader: [UInt8] = [0x0a, 0x0d, 0x0d, 0x0a]
    private static let interfaceDescription: UInt32 = 1
    private static let minimumBlockBytes: UInt32 = 12
    /// libpcap's largest snapshot length.
    private static let snapshotBytes: UInt32 = 262_144

    private let upstream: UnsafeMutablePointer<FILE>
    private var isBigEndian = false
    /// The beginning of the block, read ahead and not yet handed over.
    private var pending: ArraySlice<UInt8> = []
    /// How much of the block is still to be passed through.
    private var remainingBytes = 0
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
        if pending.isEmpty && remainingBytes == 0 { beginBlock() }
        var count = 0
        if !pending.isEmpty {
            count = min(buffer.count, pending.count)
            unsafe buffer.copyBytes(from: pending.prefix(count))
            pending = pending.dropFirst(count)
        } else if remainingBytes > 0 {
            let wanted = min(buffer.count, remainingBytes)
            count = unsafe fread(buffer.baseAddress, 1, wanted, upstream)
            if count < wanted, unsafe ferror(upstream) != 0, count == 0 { return -1 }
            remainingBytes -= count
        }
        position += count
        return count
    }

    /// Reads the beginning of the next block and makes an interface's snapshot length the maximum.
    ///
    /// A block that makes no sense is passed through with all that follows: libpcap then says so.
    private func beginBlock() {
        var block = upstreamBytes(8)
        if block.starts(with: Self.sectionHeader) {
            block += upstreamBytes(4)
            isBigEndian = block.dropFirst(8).first == 0x1a
        }
        guard block.count >= 8 else {
            pending = block[...]
            return
        }
        let length = number(block[4..<8])
        guard length >= Self.minimumBlockBytes, Int(length) >= block.count else {
            pending = block[...]
            remainingBytes = .max
            return
        }
        if number(block[0..<4]) == Self.interfaceDescription, length >= 20 {
            block += upstreamBytes(8)
            if block.count == 16 { block.replaceSubrange(12..<16, with: Self.bytes(isBigEndian)) }
        }
        pending = block[...]
        remainingBytes = Int(length) - block.count
    }

    private func upstreamBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = unsafe bytes.withUnsafeMutableBytes {
            unsafe fread($0.baseAddress, 1, $0.count, upstream)
        }
        return Array(bytes.prefix(found))
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        let ordered = isBigEndian ? Array(bytes) : bytes.reversed()
        return ordered.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func bytes(_ isBigEndian: Bool) -> [UInt8] {
        let ascending = (0..<4).map { UInt8(truncatingIfNeeded: snapshotBytes >> (8 * $0)) }
        return isBigEndian ? ascending.reversed() : ascending
    }
}
