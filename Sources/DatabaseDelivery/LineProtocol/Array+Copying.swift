extension [UInt8] {
    /// Appends a part of a text; a slice of an array would count references for it.
    @inline(__always)
    mutating func append(copying text: Span<UInt8>, _ range: Range<Int>) {
        // What is read lies within the text, which outlives the call.
        unsafe text.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
