internal import SQLiteStorage
internal import StreamProcessing

extension BusError {
    /// What a failure of the database means for the bus.
    init(_ error: SQLiteError) {
        let code: Code =
            switch error.code {
            case .busy: .timedOut
            case .cannotOpen, .readOnly, .full, .inputOutput: .unavailable
            case .notADatabase, .corrupt: .corrupt
            case .tooBig: .recordTooLarge
            case .constraint, .invalidUse, .other: .other
            }
        self.init(
            code, error.message, cause: error.cause, isRetriable: error.isRetriable,
            isFatal: error.isFatal)
    }

    /// Nobody has made the topic, or it has fewer partitions.
    static func unknown(_ partition: TopicPartition, on address: String) -> BusError {
        BusError(
            .unknownTopic,
            "The partition \(partition.partition) of the topic \(partition.topic) doesn't exist on "
                + "\(address); provision the topics.")
    }
}

/// Runs work on the database with the bus's errors.
func onBus<Result>(
    _ body: () throws(SQLiteError) -> Result
) throws(BusError) -> Result {
    do throws(SQLiteError) {
        return try body()
    } catch {
        throw BusError(error)
    }
}
