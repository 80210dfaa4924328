/// Compresses pages with Zstandard; given from outside, since the library is no part of this layer.
public protocol PageCompressor: AnyObject {
    /// Appends one frame that holds the bytes.
    func append(_ bytes: [UInt8], to output: inout [UInt8])
}
