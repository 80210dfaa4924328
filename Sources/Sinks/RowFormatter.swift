import StreamProcessing

/// Turns the records of one topic into the lines of a file.
protocol RowFormatter: AnyObject {
    /// What a file begins with; empty where it begins with the first record.
    var header: [UInt8] { get }

    /// A record's line with its line feed.
    func line(of record: BusRecord) throws(SinkError) -> [UInt8]
}

extension SinkError {
    /// The error for a value that can't be a row.
    static func badRecord(_ record: BusRecord, _ reason: String) -> SinkError {
        let place = record.topicPartition
        return SinkError(
            .badRecord,
            "The record \(place.topic)/\(place.partition)@\(record.offset) can't be a row: \(reason)."
        )
    }

    /// The error for a value that isn't a JSON object.
    static func badRecord(_ record: BusRecord, _ problem: JSONProblem) -> SinkError {
        badRecord(
            record,
            "its value isn't a JSON object, \(problem.kind.rawValue) at byte \(problem.byte)"
        )
    }
}
