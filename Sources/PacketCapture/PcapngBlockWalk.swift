/// Follows the blocks of a pcapng file that passes in pieces, and gives all interfaces the same
/// snapshot length on the way.
///
/// libpcap refuses a file whose interfaces have different ones. A block of packets says by itself
/// how much was captured, so that the interface's length isn't needed. A block that makes no sense
/// passes unchanged with all that follows: libpcap then says so.
struct PcapngBlockWalk {
    /// The type of the block that a pcapng file begins with; the same in both byte orders.
    static let sectionHeader: [UInt8] = [0x0a, 0x0d, 0x0d, 0x0a]

    private static let sectionHeaderType: UInt32 = 0x0a0d_0d0a
    private static let interfaceType: UInt32 = 1
    private static let byteOrderMagic: UInt32 = 0x1a2b_3c4d
    private static let minimumBlockBytes: UInt32 = 12
    /// libpcap's largest snapshot length.
    private static let snapshotBytes: UInt32 = 262_144

    private var isBigEndian = false
    /// How much of the block has passed; its type, length and the word behind them, as read by a
    /// machine of the lowest byte first, are complete after 12 bytes.
    private var blockOffset = 0
    private var type: UInt32 = 0
    private var length: UInt32 = 0
    private var thirdWord: UInt32 = 0
    /// How much passes before the next byte that matters.
    private var skippedBytes = 0

    /// Walks on over the next piece of the file and changes it where needed.
    mutating func pass(_ piece: inout MutableRawSpan) {
        var position = 0
        let end = piece.byteCount
        while position < end {
            if skippedBytes > 0 {
                let count = min(skippedBytes, end - position)
                skippedBytes -= count
                position += count
                continue
            }
            if blockOffset < 12 {
                // The span checks its bounds, here and below, and any bits make a byte.
                unsafe take(
                    piece.bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self))
            } else {
                piece.storeBytes(of: snapshotByte, toByteOffset: position, as: UInt8.self)
                blockOffset += 1
                if blockOffset == 16 { skipRest() }
            }
            position += 1
        }
    }

    /// The snapshot length's byte at the present place.
    private var snapshotByte: UInt8 {
        let index = UInt32(blockOffset - 12)
        let shift = isBigEndian ? 24 - 8 * index : 8 * index
        return UInt8(truncatingIfNeeded: Self.snapshotBytes >> shift)
    }

    /// Takes a byte of the block's first twelve.
    private mutating func take(_ byte: UInt8) {
        let bits = UInt32(byte) << (8 * UInt32(blockOffset & 3))
        switch blockOffset {
        case 0..<4: type |= bits
        case 4..<8: length |= bits
        default: thirdWord |= bits
        }
        blockOffset += 1
        if blockOffset == 12 { beginBody() }
    }

    private mutating func beginBody() {
        if type == Self.sectionHeaderType {
            isBigEndian = thirdWord == Self.byteOrderMagic.byteSwapped
        }
        if isBigEndian {
            type = type.byteSwapped
            length = length.byteSwapped
        }
        guard length >= Self.minimumBlockBytes else {
            skippedBytes = .max
            return
        }
        // An interface's block has a link type, two reserved bytes and the snapshot length.
        guard type == Self.interfaceType && length >= 20 else {
            skipRest()
            return
        }
    }

    /// Lets the rest of the block pass; a new one begins behind it.
    private mutating func skipRest() {
        skippedBytes = Int(length) - blockOffset
        blockOffset = 0
        type = 0
        length = 0
        thirdWord = 0
    }
}
