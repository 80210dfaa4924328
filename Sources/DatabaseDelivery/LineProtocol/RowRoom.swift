/// Room of a fixed size that one row is written into.
///
/// What doesn't fit is left out and noticed, so that its owner makes more room and writes the row
/// anew: no byte has to ask whether the memory is shared, as those of an array do.
@safe
struct RowRoom: ~Copyable, LineOutput {
    /// So many bytes are copied at once where a part has no more of them.
    static let blockBytes = 32

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
        if let base = unsafe base, range.count <= Self.blockBytes,
            capacity - count >= Self.blockBytes, range.lowerBound + Self.blockBytes <= text.count
        {
            // Any bits make bytes; the load checks its bounds, and there is room for a block. What
            // is copied beyond the part is overwritten by what follows, or isn't taken.
            let block = unsafe text.bytes.unsafeLoadUnaligned(
                fromByteOffset: range.lowerBound, as: SIMD32<UInt8>.self)
            unsafe UnsafeMutableRawPointer(base + count).storeBytes(
                of: block, as: SIMD32<UInt8>.self)
            count += range.count
            return
        }
        // What is read lies within the text, and there is room for it.
        unsafe text.extracting(range).withUnsafeBufferPointer { bytes in
            guard let base = unsafe base, let start = bytes.baseAddress else { return }
            unsafe (base + count).update(from: start, count: bytes.count)
        }
        count += range.count
    }

    /// Puts another byte where one was written already.
    mutating func replace(at place: Int, with byte: UInt8) {
        precondition(place >= 0 && place < count, "only what was written can be replaced")
        // It lies within what was written.
        unsafe base?[place] = byte
    }
}
