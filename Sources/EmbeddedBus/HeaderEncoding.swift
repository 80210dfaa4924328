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
        var headers: [RecordHeader] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let name = takeBlock(from: &rest), let value = takeBlock(from: &rest) else {
                return nil
            }
            headers.append(
                RecordHeader(name: String(decoding: name, as: UTF8.self), value: Array(value)))
        }
        return headers
    }

    private static func append(_ length: Int, to bytes: inout [UInt8]) {
        var length = length
        while length > 0x7f {
            bytes.append(UInt8(length & 0x7f) | 0x80)
            length >>= 7
        }
        bytes.append(UInt8(length))
    }

    private static func takeBlock(from rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var length = 0
        // Five bytes hold more than SQLite's largest blob.
        for shift in stride(from: 0, to: 35, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            length |= Int(byte & 0x7f) << shift
            guard byte & 0x80 == 0 else { continue }
            guard length <= rest.count else { return nil }
            let block = rest.prefix(length)
            rest = rest.dropFirst(length)
            return block
        }
        return nil
    }
}
