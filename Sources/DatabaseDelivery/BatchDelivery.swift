import TopicEncoding

/// Brings a batch into a database, row by row where need be: which lines the next request has, and
/// what follows from its verdict.
///
/// A refused line is removed and the rest is sent again: `k` bad rows take `k + 1` requests. From
/// `maximumWholeRefusals` bad rows on, the rest goes in pieces of `pieceRows`, so that what is sent
/// again stays small. Where nobody says which lines are bad, they are found by halves. Lines are
/// sent in their order, so that of two rows with one identity the later one stays.
public struct BatchDelivery {
    /// A batch has too many refused rows only where it has as many rows as this.
    public static let leastJudgedRows = 20
    /// How often everything that is left is sent again for one bad line.
    static let maximumWholeRefusals = 32
    /// How many lines a request has at most from then on.
    static let pieceRows = 128

    /// The batch.
    public let batch: RowBatch
    /// Lines that are neither durable nor refused, in runs; the last one is next.
    private var pieces: [Range<Int>]
    private var refusals: [Int: String] = [:]
    private var isCompressionRefused = false
    /// The smallest request that was too large for the server; nil where none was.
    public private(set) var tooLargeBytes: Int?

    /// The delivery of a batch that has rows.
    public init(_ batch: RowBatch) {
        precondition(!batch.isEmpty, "a batch without rows needs no delivery")
        self.batch = batch
        pieces = [0..<batch.count]
    }

    /// The rows that were refused so far, in their order.
    public var refused: [RefusedRow] {
        refusals.sorted { $0.key < $1.key }.map { line, cause in
            RefusedRow(record: batch.records[line], cause: cause)
        }
    }

    /// How many lines the next request has; 0 once the delivery is finished.
    public var nextCount: Int { pending.count }

    /// The lines of the next request.
    public var nextLines: [UInt8] {
        let pending = pending
        guard let first = pending.first, let last = pending.last else { return [] }
        if pending.count == batch.count { return batch.lines }
        if last - first + 1 == pending.count {
            return Array(batch.lines[batch.bytes(of: first..<last + 1)])
        }
        var lines: [UInt8] = []
        lines.reserveCapacity(batch.bytes(of: first..<last + 1).count)
        for line in pending { lines += batch.lines[batch.bytes(of: line)] }
        return lines
    }

    /// Takes the verdict on the lines of the request that `nextLines` was for.
    ///
    /// - Throws: `mostRowsRefused`, or what is wrong with the settings or the database; then no
    ///   refused row belongs to the dead letters, since the records aren't to blame.
    public mutating func judge(_ verdict: WriteVerdict) throws(DatabaseError) -> DeliveryStep {
        let pending = pending
        guard let last = pending.last else { return .finished }
        switch verdict {
        case .accepted: pieces.removeLast()
        case .refusedLine(let number, let cause):
            guard pending.indices.contains(number) else {
                try split(pending, cause)
                break
            }
            try refuse(pending[number], cause)
        case .refusedSome(let cause): try split(pending, cause)
        case .tooLarge(let cause):
            let bytes = batch.bytes(of: pending[0]..<last + 1).count
            tooLargeBytes = min(bytes, tooLargeBytes ?? bytes)
            try split(pending, cause)
        case .uncompressedOnly:
            guard !isCompressionRefused else {
                throw DatabaseError(
                    .unexpectedAnswer,
                    "the database refuses compressed bodies, and uncompressed ones as such too")
            }
            isCompressionRefused = true
        case .away(let seconds, let cause):
            return .wait(retryAfterSeconds: seconds, cause: cause)
        case .misconfigured(let error): throw error
        }
        dropEmptyPieces()
        if refusals.count >= Self.maximumWholeRefusals { cut() }
        return pieces.isEmpty ? .finished : .next
    }

    /// The lines of the last piece that aren't refused.
    private var pending: [Int] {
        pieces.last?.filter { refusals[$0] == nil } ?? []
    }

    private mutating func refuse(_ line: Int, _ cause: String) throws(DatabaseError) {
        refusals[line] = cause
        guard batch.count >= Self.leastJudgedRows, refusals.count * 2 > batch.count else { return }
        throw DatabaseError(
            .mostRowsRefused,
            "the database refuses most of \(batch.count) rows of \(batch.topic.rawValue): compare "
                + "its tables with what weir writes; no row went to the dead letters",
            cause: cause)
    }

    /// Halves the last piece, the first half next; a single line is refused.
    private mutating func split(_ pending: [Int], _ cause: String) throws(DatabaseError) {
        guard pending.count > 1 else { return try refuse(pending[0], cause) }
        let piece = pieces.removeLast()
        let middle = pending[pending.count / 2]
        pieces.append(middle..<piece.upperBound)
        pieces.append(piece.lowerBound..<middle)
    }

    /// Cuts the first lines off the last piece where it has many.
    private mutating func cut() {
        guard let piece = pieces.last, piece.count > Self.pieceRows else { return }
        pieces.removeLast()
        let middle = piece.lowerBound + Self.pieceRows
        pieces.append(middle..<piece.upperBound)
        pieces.append(piece.lowerBound..<middle)
    }

    private mutating func dropEmptyPieces() {
        while !pieces.isEmpty, pending.isEmpty { pieces.removeLast() }
    }
}
