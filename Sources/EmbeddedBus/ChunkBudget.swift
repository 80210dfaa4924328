/// How much may still be fetched.
struct ChunkBudget: Equatable {
    private(set) var records: Int
    private(set) var bytes: Int

    /// So many records and bytes; the record that reaches a bound is still fetched.
    init(records: Int, bytes: Int) {
        self.records = records
        self.bytes = bytes
    }

    /// Whether a bound was reached.
    var isExhausted: Bool { records <= 0 || bytes <= 0 }

    /// Counts a record.
    mutating func take(bytes: Int) {
        records -= 1
        self.bytes -= bytes
    }

    /// An equal part for one of several.
    func share(of count: Int) -> ChunkBudget {
        ChunkBudget(
            records: max((records + count - 1) / count, 1),
            bytes: max((bytes + count - 1) / count, 1))
    }

    /// Counts what was spent of a share.
    mutating func spend(_ share: ChunkBudget, leaving rest: ChunkBudget) {
        records -= share.records - rest.records
        bytes -= share.bytes - rest.bytes
    }
}
