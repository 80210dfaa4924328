/// Notices where a database refuses most rows of many small batches, each of which alone is too
/// small to tell.
public struct RefusalTally: Hashable, Sendable {
    private var rows = 0
    private var refused = 0

    /// A tally of nothing.
    public init() {}

    /// Takes in a delivered batch.
    ///
    /// - Throws: `mostRowsRefused` where more than half of the last rows were refused, and these
    ///   were `BatchDelivery.leastJudgedRows` at least.
    public mutating func note(
        rows: Int, refused: [RefusedRow]
    ) throws(DatabaseError) {
        self.rows += rows
        self.refused += refused.count
        guard self.rows >= BatchDelivery.leastJudgedRows else { return }
        let (all, bad) = (self.rows, self.refused)
        self = RefusalTally()
        guard bad * 2 > all else { return }
        throw DatabaseError(
            .mostRowsRefused,
            "the database refused \(bad) of the last \(all) rows: compare its tables with what "
                + "weir writes, then retry the dead letters",
            cause: refused.last?.cause)
    }
}
