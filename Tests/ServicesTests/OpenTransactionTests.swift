import StreamProcessing
import Testing

@testable import Services

struct OpenTransactionTests {
    private static let configuration: StreamThreadConfiguration = {
        var configuration = StreamThreadConfiguration(
            stage: "s", group: "g", topic: "in", identifier: "i")
        configuration.commitIntervalMilliseconds = 200
        configuration.maximumOutputs = 3
        configuration.maximumOutputBytes = 100
        configuration.promptTopics = ["prompt"]
        return configuration
    }()

    private func transaction(_ topics: String..., bytes: Int = 1) -> OpenTransaction {
        var transaction = OpenTransaction(began: 0)
        for topic in topics {
            transaction.count(
                OutgoingRecord(
                    topicPartition: TopicPartition(topic: topic, partition: 0), key: nil,
                    value: [UInt8](repeating: 0, count: bytes)), Self.configuration)
        }
        return transaction
    }

    @Test func `it is due by its age, its records or its bytes`() {
        #expect(!transaction("a", "a").isDue(Self.configuration, now: 199_999_999))
        #expect(transaction("a").isDue(Self.configuration, now: 200_000_000))
        #expect(transaction("a", "a", "a").isDue(Self.configuration, now: 0))
        #expect(transaction("a", bytes: 100).isDue(Self.configuration, now: 0))
    }

    @Test func `with a record that somebody waits for it waits an eighth of the interval`() {
        func patience(_ transaction: OpenTransaction, now: Int64) -> Int64? {
            transaction.patienceNanoseconds(Self.configuration, now: now, lastCommit: 1_000)
        }
        #expect(patience(transaction("a"), now: 1_000) == nil)
        let prompt = transaction("prompt", "a")
        #expect(patience(prompt, now: 1_000) == 25_000_000)
        #expect(patience(prompt, now: 25_000_999) == 1)
        #expect(patience(prompt, now: 60_000_000) == 0)
        #expect(
            prompt.patienceNanoseconds(Self.configuration, now: 0, lastCommit: nil) == 0)
    }
}
