/// Where a batch's rows lie.
struct PacketBatchSections: Sendable {
    /// The rows of one section: where they begin, and how many there are.
    struct Rows: Sendable {
        var start = 0
        var count = 0
    }

    let baseTime: Int64
    private(set) var ipv4 = Rows()
    private(set) var ipv6 = Rows()
    private(set) var skipped = Rows()
    private(set) var paths = Rows()
    private(set) var pathNumbers = Rows()
    /// One row a byte, since annotations differ in length.
    private(set) var annotations = Rows()

    /// How many rows there are, of packets in flows and of others.
    var rowCount: Int { ipv4.count + ipv6.count + skipped.count }

    /// Finds the sections that begin after the header; those of unknown types are skipped.
    ///
    /// They stand in the order of their types, each at most once, and fill the value to its end.
    init(in bytes: [UInt8], after headerBytes: Int) throws(TopicDecodingError) {
        typealias Section = PacketBatchLayout.Section
        // The header has its fixed part.
        baseTime = unsafe bytes.withUnsafeBytes {
            unsafe $0.littleEndian(at: PacketBatchLayout.Header.baseTime, as: Int64.self)
        }
        var offset = headerBytes
        var previousType: UInt32 = 0
        while offset < bytes.count {
            guard bytes.count - offset >= Section.headerBytes else {
                throw .badLength(section: "a section's header")
            }
            let (type, length) = unsafe bytes.withUnsafeBytes { raw in
                unsafe (
                    raw.littleEndian(at: offset, as: UInt32.self),
                    Int(raw.littleEndian(at: offset + 4, as: UInt32.self))
                )
            }
            guard type > previousType else { throw .badField(name: "section type") }
            offset += Section.headerBytes
            if let section = Section(rawValue: type) {
                try place(section, at: offset, length: length, available: bytes.count - offset)
            } else if length > bytes.count - offset {
                throw .badLength(section: "a section of an unknown type")
            }
            offset += length
            previousType = type
        }
        guard rowCount <= PacketBatchWriter.maximumRows else {
            throw .badField(name: "row count")
        }
    }

    private mutating func place(
        _ section: PacketBatchLayout.Section, at offset: Int, length: Int, available: Int
    ) throws(TopicDecodingError) {
        guard length <= available, length.isMultiple(of: section.rowBytes) else {
            throw .badLength(section: section.label)
        }
        let rows = Rows(start: offset, count: length / section.rowBytes)
        switch section {
        case .ipv4Rows: ipv4 = rows
        case .ipv6Rows: ipv6 = rows
        case .skippedRows: skipped = rows
        case .paths: paths = rows
        case .pathNumbers: pathNumbers = rows
        case .annotations: annotations = rows
        }
    }
}
