/// How a transaction ended.
enum TransactionOutcome: String, CaseIterable {
    /// Its records and offsets are there.
    case committed
    /// It was given up in order.
    case aborted
    /// Its commit or its abort failed.
    case failed
}
