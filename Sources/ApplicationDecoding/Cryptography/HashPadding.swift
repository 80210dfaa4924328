/// The padding that MD5 and SHA-256 share but for the byte order of the length.
enum HashPadding {
    /// The end of a message behind its whole blocks, a one bit, zeros, and the count of the
    /// message's bits in eight bytes: one block of 64 bytes or two.
    static func lastBlocks(
        _ rest: ArraySlice<UInt8>, messageBytes: Int, isBigEndian: Bool
    ) -> [UInt8] {
        precondition(rest.count < 64, "whole blocks aren't padded")
        var blocks: [UInt8] = []
        blocks.reserveCapacity(128)
        blocks.append(contentsOf: rest)
        blocks.append(0x80)
        let end = rest.count < 56 ? 56 : 120
        blocks.append(contentsOf: repeatElement(0, count: end - blocks.count))
        let bits = UInt64(messageBytes) * 8
        for index in 0..<8 {
            let shift = 8 * (isBigEndian ? 7 - index : index)
            blocks.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        return blocks
    }
}
