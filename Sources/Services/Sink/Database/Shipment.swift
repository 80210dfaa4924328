import DatabaseDelivery
import RowEncoding
import StreamProcessing
import TopicEncoding

/// What is sent to a database together: a batch a topic, after which the offsets are committed.
struct Shipment {
    /// One a topic: a few.
    private var batches: [RowBatch] = []
    /// The records that can't be rows; they wait like the others, so that a rebalance or a crash
    /// repeats no more of them than of these.
    private(set) var refused: [RefusedRow] = []
    private var refusedBytes = 0
    /// When something was put into it first, by the monotonic clock; nil while nothing was.
    private(set) var begunNanoseconds: Int64?

    /// The batches that have rows, by topic.
    var filled: [RowBatch] {
        batches.filter { !$0.isEmpty }.sorted { $0.topic.rawValue < $1.topic.rawValue }
    }

    /// Whether one of the batches has reached a limit.
    func isFull(_ limits: BatchLimits) -> Bool {
        batches.contains { $0.isFull(limits) } || refused.count >= limits.maximumRows
            || refusedBytes >= limits.maximumBytes
    }

    /// Appends a record's row; appends nothing where it throws.
    mutating func append(
        _ record: BusRecord, topic: TopicName, with dialect: any DatabaseDialect
    ) throws(RowError) {
        var place = 0
        while place < batches.count, batches[place].topic != topic { place += 1 }
        if place == batches.count { batches.append(RowBatch(topic: topic)) }
        // In place, so that no batch is ever copied.
        try batches[place].append(record, with: dialect)
    }

    /// Keeps a record that can't be a row.
    mutating func refuse(_ record: BusRecord, cause: String) {
        refused.append(RefusedRow(record: record, cause: cause))
        refusedBytes += record.value.count + (record.key?.count ?? 0)
        for header in record.headers { refusedBytes += header.value.count }
    }

    /// The group has come further, with a row or without.
    mutating func begin(now: Int64) {
        if begunNanoseconds == nil { begunNanoseconds = now }
    }
}
