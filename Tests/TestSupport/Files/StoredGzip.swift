/// Gzip files made without a compressor: their content is stored as it is.
public enum StoredGzip {
    /// A gzip file that holds `content`.
    public static func file(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        var start = 0
        repeat {
            let end = min(start + 0xffff, content.count)
            let length = UInt16(end - start)
            bytes.append(end == content.count ? 1 : 0)
            bytes += FrameLayer.littleEndian(length) + FrameLayer.littleEndian(~length)
            bytes += content[start..<end]
            start = end
        } while start < content.count
        bytes += FrameLayer.littleEndian(checksum(content))
        return bytes + FrameLayer.littleEndian(UInt32(truncatingIfNeeded: content.count))
    }

    /// CRC-32 as gzip uses it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var remainder = UInt32.max
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 {
                remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xedb8_8320 : 0)
            }
        }
        return ~remainder
    }
}
