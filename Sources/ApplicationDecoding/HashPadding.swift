/// The padding that MD5 and SHA-256 share but for the byte order of the length.
enum HashPadding {
    /// The message, a one bit, zeros, and the count of its bits in eight bytes: whole blocks of 64
    /// bytes.
    static func padded(_ message: [UInt8], isBigEndian: Bool) -> [UInt8] {
        var padded = message
        padded.append(0x80)
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(message.count) * 8
        for index in 0..<8 {
            let shift = 8 * (isBigEndian ? 7 - index : index)
            padded.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        return padded
    }
}
