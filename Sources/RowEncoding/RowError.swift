public import StreamProcessing

/// Why a record can't be a row: nothing of it was written, and it belongs to the dead letters.
public struct RowError: Error, Sendable, CustomStringConvertible {
    /// Which record, and what is wrong with it: one sentence.
    public var message: String

    /// The message.
    public var description: String { message }

    /// The error for a value that can't be a row.
    ///
    /// - Parameter reason: What is wrong, without a full stop.
    public init(_ record: BusRecord, _ reason: String) {
        let place = record.topicPartition
        message =
            "The record \(place.topic)/\(place.partition)@\(record.offset) can't be a row: "
            + "\(reason)."
    }

    /// The error for a value that isn't a JSON object.
    init(_ record: BusRecord, _ problem: JSONProblem) {
        self.init(
            record,
            "its value isn't a JSON object, \(problem.kind.rawValue) at byte \(problem.byte)")
    }
}
