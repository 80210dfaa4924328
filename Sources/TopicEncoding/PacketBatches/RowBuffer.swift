/// Rows of one section on their way into a batch: memory that is kept from batch to batch.
struct RowBuffer {
    let rowBytes: Int
    private(set) var count = 0
    private var storage: [UInt8] = []

    init(section: PacketBatchLayout.Section) {
        rowBytes = section.rowBytes
    }

    var usedBytes: Int { count * rowBytes }

    /// Adds a row that `fill` writes; the pointer is good for `rowBytes` bytes, all of which it
    /// must write.
    @inline(__always)
    mutating func appendRow(_ fill: (UnsafeMutableRawPointer) -> Void) {
        let offset = usedBytes
        if offset + rowBytes > storage.count { grow() }
        count += 1
        unsafe storage.withUnsafeMutableBytes { raw in
            // `grow` has made the storage longer than the row's end, so it has an address.
            guard let base = raw.baseAddress else { return }
            unsafe fill(base + offset)
        }
    }

    mutating func removeAll() {
        count = 0
    }

    /// Copies the rows to where the pointer points.
    func copy(to destination: UnsafeMutableRawPointer) {
        unsafe storage.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return }
            unsafe destination.copyMemory(from: base, byteCount: usedBytes)
        }
    }

    private mutating func grow() {
        let rows = max(64, storage.count / rowBytes)
        storage.append(contentsOf: repeatElement(0, count: rows * rowBytes))
    }
}
