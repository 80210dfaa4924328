internal import StreamProcessing

/// The bytes of a record's headers: of each its name and value, both led by their length.
///
/// Lengths take 7 bits a byte, the lowest first; all but the last byte have the highest bit set.
enum HeaderEncoding {
    /// The bytes of some headers.
    static func encode(_ headers: [RecordHeader]) -> [UInt8] {
        var bytes: [UInt8] = []
        for header in headers {
            append(header.name.utf8.count, to: &bytes)
            bytes.append(contentsOf: header.name.utf8)
            append(header.value.count, to: &bytes)
            bytes.append(contentsOf: header.value)
        }
        return bytes
    }

    /// The headers of some bytes; nil where they are damaged.
    static func decode(_ bytes: [UInt8]) -> [RecordHeader]? {
        var reader = HeaderReader()
        // Any bytes may be read as such.
        return reader.read(unsafe bytes.span.bytes)
    }

    private static func append(_ length: Int, to bytes: inout [UInt8]) {
        var length = length
        while length > 0x7f {
            bytes.append(UInt8(length & 0x7f) | 0x80)
            length >>= 7
        }
        bytes.append(UInt8(length))
    }
}
