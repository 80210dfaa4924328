import StreamProcessing

/// Turns the records of one topic into the lines of a file.
protocol RowFormatter: AnyObject {
    /// What a file begins with; empty where it begins with the first record.
    var header: [UInt8] { get }

    /// Whether a file that begins with these bytes, as many as the header has, was begun by a
    /// formatter of the same columns.
    func isHeader(_ bytes: [UInt8]) -> Bool

    /// Appends a record's line with its line feed; appends nothing where it throws.
    func append(_ record: BusRecord, to output: inout [UInt8]) throws(SinkError)
}

extension RowFormatter {
    func isHeader(_ bytes: [UInt8]) -> Bool { bytes == header }
}

extension SinkError {
    /// The error for a value that can't be a row.
    static func badRecord(_ record: BusRecord, _ reason: String) -> SinkError {
        let place = record.topicPartition
        return SinkError(
            .badRecord,
            "The record \(place.topic)/\(place.partition)@\(record.offset) can't be a row: "
                + "\(reason)."
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
