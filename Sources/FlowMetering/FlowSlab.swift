/// The flows by slot: blocks of a fixed size, so that growing neither copies nor doubles.
struct FlowSlab {
    private static let blockBits = 8
    private static let blockSize = 1 << blockBits
    private static let blockMask = blockSize - 1

    private var blocks: [[FlowEntry]] = []
    /// How many slots there are, in use or free.
    private(set) var count = 0

    subscript(slot: UInt32) -> FlowEntry {
        @inline(__always)
        _read { yield blocks[Int(slot) >> Self.blockBits][Int(slot) & Self.blockMask] }
        @inline(__always)
        _modify { yield &blocks[Int(slot) >> Self.blockBits][Int(slot) & Self.blockMask] }
    }

    /// Adds a slot with a flow.
    mutating func append(_ entry: FlowEntry) -> UInt32 {
        if count & Self.blockMask == 0 {
            var block: [FlowEntry] = []
            block.reserveCapacity(Self.blockSize)
            blocks.append(block)
        }
        blocks[count >> Self.blockBits].append(entry)
        count += 1
        return UInt32(count - 1)
    }
}
