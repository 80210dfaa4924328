import PipelineStages
import ServiceRuntime
import StreamProcessing

/// Which records' letters have been retried, by the marks on `dead-letters`.
///
/// Bounded: beyond the maximum it is an error, since forgetting one would publish a record twice.
struct DeadLetterIndex {
    /// The most retries that are remembered, about a hundred megabytes.
    static let maximumRetries = 1_000_000

    private(set) var retried: Set<DeadLetterIdentity> = []
    private let maximum: Int

    /// Nothing is known.
    init(maximum: Int = Self.maximumRetries) {
        self.maximum = maximum
    }

    /// Reads all marks.
    ///
    /// - Parameter see: Sees every letter on the way.
    init(
        of partitions: [TopicPartition], on bus: any MessageBus, stop: StopSignal,
        maximum: Int = Self.maximumRetries, see: (ReceivedDeadLetter) -> Void = { _ in }
    ) throws(BusError) {
        self.init(maximum: maximum)
        let scan = try RecordScan(
            Dictionary(uniqueKeysWithValues: partitions.map { ($0, .oldest) }), on: bus, stop: stop)
        while let record = try scan.next() {
            if let mark = DeadLetterRetryMark(record) {
                try insert(mark.identity)
            } else if let letter = ReceivedDeadLetter(record) {
                see(letter)
            }
        }
    }

    /// Whether the record of a letter was published again.
    func contains(_ letter: ReceivedDeadLetter) -> Bool {
        !retried.isEmpty && retried.contains(letter.identity)
    }

    /// Remembers a retry.
    mutating func insert(_ identity: DeadLetterIdentity) throws(BusError) {
        guard retried.count < maximum || retried.contains(identity) else {
            throw BusError(
                .queueFull,
                "dead-letters holds the marks of more than \(maximum) retries, more than can be "
                    + "told apart: wait until its retention has deleted the oldest, or delete its "
                    + "records with the bus's own tools")
        }
        retried.insert(identity)
    }
}
