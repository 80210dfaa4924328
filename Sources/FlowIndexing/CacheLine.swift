public import CPrefetch

/// What the processor takes from memory at once.
public enum CacheLine {
    /// The size of a line on the processors that weir runs on.
    @inlinable static var bytes: Int { 64 }

    /// Asks the processor for all lines of an array's element and goes on without waiting.
    ///
    /// A load in its place would hold up what comes behind it until its line is there. No result
    /// depends on it: nothing is read, and the processor may ignore it. Nothing happens where the
    /// array has no such element.
    @inlinable
    @inline(__always)
    public static func fetch<Element>(_ place: Int, of array: [Element]) {
        guard array.indices.contains(place), MemoryLayout<Element>.size > 0 else { return }
        // The C function only names an address, which is one of the element's.
        unsafe array.withUnsafeBytes { array in
            guard let base = array.baseAddress else { return }
            let begin = place * MemoryLayout<Element>.stride
            let last = begin + MemoryLayout<Element>.size - 1
            for offset in stride(from: begin, to: last, by: bytes) {
                unsafe weir_prefetch(base + offset)
            }
            // An element may begin in the middle of a line.
            unsafe weir_prefetch(base + last)
        }
    }
}
