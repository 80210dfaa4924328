import DatabaseDelivery
import RowEncoding
import StreamProcessing
import TopicEncoding

/// What is sent to a database together: a batch a topic, after which the offsets are committed.
struct Shipment {
    private var batches: [TopicName: RowBatch] = [:]
    /// When something was put into it first, by the monotonic clock; nil while nothing was.
    private(set) var begunNanoseconds: Int64?

    /// The batches that have rows, by topic.
    var filled: [RowBatch] {
        batches.values.filter { !$0.isEmpty }.sorted { $0.topic.rawValue < $1.topic.rawValue }
    }

    /// Whether one of the batches has reached a limit.
    func isFull(_ limits: BatchLimits) -> Bool { batches.values.contains { $0.isFull(limits) } }

    /// Appends a record's row; appends nothing where it throws.
    mutating func append(
        _ record: BusRecord, topic: TopicName, with dialect: any DatabaseDialect
    ) throws(RowError) {
        // In place, so that no batch is ever copied.
        try batches[topic, default: RowBatch(topic: topic)].append(record, with: dialect)
    }

    /// The group has come further, with a row or without.
    mutating func begin(now: Int64) {
        if begunNanoseconds == nil { begunNanoseconds = now }
    }
}
