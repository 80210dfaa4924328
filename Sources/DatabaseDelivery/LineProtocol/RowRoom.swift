/// Room of a fixed size that one row is written into.
///
/// What doesn't fit is left out and noticed, so that its owner makes more room and writes the row
/// anew: no byte has to ask whether the memory is shared, as those of an array do.
@safe
struct RowRoom: ~Copyable, LineOutput {
    /// The largest block: so many bytes are copied at once where a part has no more of them.
    static let blockBytes = 64

    private let base: UnsafeMutablePointer<UInt8>?
    private let capacity: Int
    /// How many bytes were written.
    private(set) var count = 0
    /// Whether something didn't fit.
    private(set) var isExceeded = false

    /// Room that is the caller's, who keeps it as long as this is used.
    init(_ room: UnsafeMutableBufferPointer<UInt8>) {
        unsafe base = room.baseAddress
        capacity = room.count
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        guard count < capacity else {
            isExceeded = true
            return
        }
        // There is room for it.
        unsafe base?[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(copying text: Span<UInt8>, _ range: Range<Int>) {
        guard range.count <= capacity - count else {
            isExceeded = true
            return
        }
        if range.count <= 32, appendBlock(SIMD32<UInt8>.self, text, range) { return }
        if range.count <= 64, appendBlock(SIMD64<UInt8>.self, text, range) { return }
        // What is read lies within the text, and there is room for it.
        unsafe text.extracting(range).withUnsafeBufferPointer { bytes in
            guard let base = unsafe base, let start = bytes.baseAddress else { return }
            unsafe (base + count).update(from: start, count: bytes.count)
        }
        count += range.count
    }

    /// Appends a part that isn't larger than a block by copying a block; false where that reaches
    /// too far.
    ///
    /// What comes behind the part is overwritten by what follows, or isn't taken.
    @inline(__always)
    private mutating func appendBlock<Block: BitwiseCopyable>(
        _ type: Block.Type, _ text: Span<UInt8>, _ range: Range<Int>
    ) -> Bool {
        let size = MemoryLayout<Block>.size
        guard let base = unsafe base, capacity - count >= size,
            range.lowerBound + size <= text.count
        else { return false }
        // Any bits make bytes; the load checks its bounds, and there is room for a block.
        let block = unsafe text.bytes.unsafeLoadUnaligned(
            fromByteOffset: range.lowerBound, as: type)
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: block, as: type)
        count += range.count
        return true
    }

    /// Puts another byte where one was written already.
    mutating func replace(at place: Int, with byte: UInt8) {
        precondition(place >= 0 && place < count, "only what was written can be replaced")
        // It lies within what was written.
        unsafe base?[place] = byte
    }
}
