/// Where the parts of a line go: the bytes of a batch, or the room for one row.
public protocol LineOutput: ~Copyable {
    /// Appends a byte.
    mutating func append(_ byte: UInt8)

    /// Appends a part of a text.
    mutating func append(copying text: Span<UInt8>, _ range: Range<Int>)
}

extension [UInt8]: LineOutput {
    /// Appends a part of a text; a slice of an array would count references for it.
    @inline(__always)
    public mutating func append(copying text: Span<UInt8>, _ range: Range<Int>) {
        // What is read lies within the text, which outlives the call.
        unsafe text.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
