import PipelineStages
import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// Publishes the records of letters again, each once however often it is asked.
///
/// A record and the mark that says so go into one transaction. The transactional identifier is the
/// same for every retry of a prefix, so that of two at the same time the older one is fenced before
/// the newer one looks for marks: none can publish what the other has published.
struct DeadLetterRetry {
    /// A transaction is committed when it has this many records.
    static let maximumTransactionRecords = 1000
    /// A transaction is committed when its records have this many bytes.
    static let maximumTransactionBytes = 16 << 20

    let bus: any MessageBus
    let layout: TopicLayout
    let prefix: String
    let stop: StopSignal

    /// Retries the chosen letters in the order in which they stand.
    ///
    /// - Parameter chosen: The letters; nil for all there are.
    func run(_ chosen: Set<DeadLetterPlace>?) throws -> DeadLetterRetrySummary {
        let producer = try bus.makeTransactionalProducer(
            identifier: "\(prefix)-dead-letters-retry")
        defer { producer.close() }
        // Only now, since from here on nobody else can add a mark.
        var missing = chosen ?? []
        var index = try DeadLetterIndex(
            of: layout.partitions(of: .deadLetters), on: bus, stop: stop,
            see: { missing.remove($0.place) })
        if !missing.isEmpty, !stop.isSet {
            let places = missing.sorted().map(\.description).joined(separator: ", ")
            throw ServiceFailure(
                "there is no dead letter at \(places) on \(bus.address), and nothing was "
                    + "published: `weir dead-letters list` shows those that there are", .badInput)
        }
        return try publish(chosen, &index, with: producer)
    }

    private func publish(
        _ chosen: Set<DeadLetterPlace>?, _ index: inout DeadLetterIndex,
        with producer: any TransactionalProducer
    ) throws -> DeadLetterRetrySummary {
        var summary = DeadLetterRetrySummary()
        var open: [ReceivedDeadLetter] = []
        var openBytes = 0
        func commit() throws(BusError) {
            guard !open.isEmpty else { return }
            try producer.commit()
            for letter in open { summary.published[letter.source.topic, default: 0] += 1 }
            open.removeAll(keepingCapacity: true)
            openBytes = 0
        }
        let starts = layout.partitions(of: .deadLetters).map { ($0, StartOffset.oldest) }
        let scan = try RecordScan(Dictionary(uniqueKeysWithValues: starts), on: bus, stop: stop)
        while let record = try scan.next() {
            guard let letter = ReceivedDeadLetter(record),
                chosen?.contains(letter.place) ?? true
            else { continue }
            if index.contains(letter) {
                summary.alreadyRetried += 1
                continue
            }
            if let reason = obstacle(to: letter) {
                summary.refuse(letter.place, reason)
                continue
            }
            if open.isEmpty { try producer.begin() }
            try producer.send(letter.original)
            try producer.send(
                DeadLetterRetryMark(of: letter).record(topic: layout.name(.deadLetters)))
            try index.insert(letter.identity)
            open.append(letter)
            openBytes += letter.value.count
            if open.count >= Self.maximumTransactionRecords
                || openBytes >= Self.maximumTransactionBytes
            {
                try commit()
            }
        }
        try commit()
        return summary
    }

    /// Why a letter's record can't go back to where it was; nil where it can.
    private func obstacle(to letter: ReceivedDeadLetter) -> String? {
        let source = letter.source
        guard
            let topic = TopicName.allCases.first(where: {
                $0 != .deadLetters && layout.name($0) == source.topic
            })
        else { return "\(source.topic) is none of the topics of the prefix \(prefix)" }
        let count = layout.partitionCount(topic)
        guard source.partition >= 0, source.partition < count else {
            return "\(source.topic) has no partition \(source.partition), it has \(count)"
        }
        return nil
    }
}
