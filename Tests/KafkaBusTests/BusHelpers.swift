import StreamProcessing
import Testing

@testable import KafkaBus

/// What a call threw.
func busError(
    _ sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) throws -> BusError {
    try #require(throws: BusError.self, sourceLocation: sourceLocation) { try body() }
}

extension BusReader {
    /// Reads so many records, or fewer where they don't come in time.
    func read(_ count: Int, withinSeconds seconds: Int32 = 30) throws -> [BusRecord] {
        let deadline = Deadline(afterMilliseconds: seconds * 1000)
        var records: [BusRecord] = []
        while records.count < count, !deadline.hasPassed {
            if case .record(let record)? = try poll(timeoutMilliseconds: 100) {
                records.append(record)
            }
        }
        return records
    }
}

extension OutgoingRecord {
    /// A record of text in partition 0.
    init(_ text: String, to topic: String) {
        self.init(
            topicPartition: TopicPartition(topic: topic, partition: 0), key: nil,
            value: Array(text.utf8))
    }
}

extension BusRecord {
    /// The value as text.
    var text: String { String(decoding: value, as: UTF8.self) }
}
