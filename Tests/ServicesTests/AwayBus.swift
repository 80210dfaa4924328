import Foundation
import StreamProcessing
import Synchronization

/// A bus that only says whether it is there.
final class AwayBus: MessageBus {
    private let state = Mutex((isAway: false, asked: 0))
    private let condition = NSCondition()

    /// Whether questions fail.
    var isAway: Bool {
        get { state.withLock { $0.isAway } }
        set { state.withLock { $0.isAway = newValue } }
    }

    /// Blocks until the bus has been asked once more.
    func waitUntilAsked() {
        let before = state.withLock { $0.asked }
        condition.lock()
        while state.withLock({ $0.asked }) == before {
            guard condition.wait(until: Date(timeIntervalSinceNow: 10)) else { break }
        }
        condition.unlock()
    }

    var address: String { "away:" }

    func identity() throws(BusError) -> String {
        let isAway = state.withLock { state in
            state.asked += 1
            return state.isAway
        }
        condition.lock()
        condition.broadcast()
        condition.unlock()
        if isAway { throw Self.error }
        return "away"
    }

    private static let error = BusError(.unavailable, "nobody answers", isRetriable: true)

    func makeProducer() throws(BusError) -> any BusProducer { throw Self.error }
    func makeTransactionalProducer(
        identifier: String
    ) throws(BusError) -> any TransactionalProducer { throw Self.error }
    func makeConsumer(
        group: String, topics: [String], instance: String?, listener: any RebalanceListener
    ) throws(BusError) -> any GroupConsumer { throw Self.error }
    func makeReader(
        _ partitions: [TopicPartition: StartOffset]
    ) throws(BusError) -> any BusReader { throw Self.error }
    func topics(prefix: String) throws(BusError) -> [TopicSpecification] { throw Self.error }
    func apply(_ specifications: [TopicSpecification]) throws(BusError) -> [TopicChange] {
        throw Self.error
    }
    func offsets(of partition: TopicPartition) throws(BusError) -> OffsetRange {
        throw Self.error
    }
    func committed(
        group: String, partitions: [TopicPartition]
    ) throws(BusError) -> [ConsumedOffset] { throw Self.error }
    func deleteRecords(
        before offset: Int64, in partition: TopicPartition
    ) throws(BusError) { throw Self.error }
}
