internal import StreamProcessing

/// Reads the headers of record after record: a name or value that the record before had at the same
/// place is shared with it rather than made anew, as most of a topic's are.
struct HeaderReader {
    /// So many headers of a record are remembered; weir's have three.
    private static let maximumRemembered = 8

    /// A header as it was read, and its bytes without their lengths.
    private struct Remembered {
        var name: [UInt8]
        var header: RecordHeader
    }

    private var remembered: [Remembered] = []

    /// The headers of some bytes, as `HeaderEncoding` writes them; nil where they are damaged.
    mutating func read(_ bytes: RawSpan) -> [RecordHeader]? {
        var headers: [RecordHeader] = []
        headers.reserveCapacity(remembered.count)
        var index = 0
        while index < bytes.byteCount {
            guard let name = Self.takeBlock(bytes, &index),
                let value = Self.takeBlock(bytes, &index)
            else { return nil }
            headers.append(header(headers.count, bytes, name, value))
        }
        return headers
    }

    /// The header at a place of a record, which is remembered for the next one.
    private mutating func header(
        _ place: Int, _ bytes: RawSpan, _ name: Range<Int>, _ value: Range<Int>
    ) -> RecordHeader {
        guard place < remembered.count else {
            let (name, value) = (Self.copy(bytes, name), Self.copy(bytes, value))
            let header = RecordHeader(name: String(decoding: name, as: UTF8.self), value: value)
            if place < Self.maximumRemembered {
                remembered.append(Remembered(name: name, header: header))
            }
            return header
        }
        if !Self.isEqual(bytes, name, remembered[place].name) {
            remembered[place].name = Self.copy(bytes, name)
            remembered[place].header.name = String(
                decoding: remembered[place].name, as: UTF8.self)
        }
        if !Self.isEqual(bytes, value, remembered[place].header.value) {
            remembered[place].header.value = Self.copy(bytes, value)
        }
        return remembered[place].header
    }

    private static func isEqual(_ bytes: RawSpan, _ range: Range<Int>, _ known: [UInt8]) -> Bool {
        guard range.count == known.count else { return false }
        for (offset, byte) in known.enumerated()
        where Self.byte(bytes, range.lowerBound + offset) != byte { return false }
        return true
    }

    private static func copy(_ bytes: RawSpan, _ range: Range<Int>) -> [UInt8] {
        // The bytes are copied while they are lent.
        unsafe bytes.extracting(range).withUnsafeBytes { unsafe [UInt8]($0) }
    }

    @inline(__always)
    private static func byte(_ bytes: RawSpan, _ index: Int) -> UInt8 {
        // Any bits make a byte, and the load checks its bounds.
        unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }

    /// Where a block stands whose length is at an index, which goes behind it; nil where it is
    /// damaged.
    private static func takeBlock(_ bytes: RawSpan, _ index: inout Int) -> Range<Int>? {
        var length = 0
        // Five bytes hold more than SQLite's largest blob.
        for shift in stride(from: 0, to: 35, by: 7) {
            guard index < bytes.byteCount else { return nil }
            let byte = byte(bytes, index)
            index += 1
            length |= Int(byte & 0x7f) << shift
            guard byte & 0x80 == 0 else { continue }
            guard length <= bytes.byteCount - index else { return nil }
            index += length
            return (index - length)..<index
        }
        return nil
    }
}
