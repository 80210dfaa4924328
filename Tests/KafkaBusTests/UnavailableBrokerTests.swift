import StreamProcessing
import Synchronization
import Testing

@testable import KafkaBus

/// Nobody answers: every call says so, in the time it has for that.
struct UnavailableBrokerTests {
    struct Call: Sendable, CustomStringConvertible {
        let description: String
        let run: @Sendable (KafkaBus) throws -> Void

        init(_ description: String, _ run: @escaping @Sendable (KafkaBus) throws -> Void) {
            self.description = description
            self.run = run
        }
    }

    private static let place = TopicPartition(topic: "t", partition: 0)

    static let calls = [
        Call("makeProducer") { _ = try $0.makeProducer() },
        Call("makeTransactionalProducer") {
            _ = try $0.makeTransactionalProducer(identifier: "t")
        },
        Call("makeConsumer") {
            _ = try $0.makeConsumer(group: "g", topics: ["t"], listener: QuietListener())
        },
        Call("makeReader") { _ = try $0.makeReader([place: .oldest]) },
        Call("topics") { _ = try $0.topics(prefix: "") },
        Call("apply") {
            _ = try $0.apply([
                TopicSpecification(
                    name: "t", partitions: 1, cleanup: .delete, retentionMilliseconds: nil,
                    retentionBytes: nil, maximumRecordBytes: 1_000_000)
            ])
        },
        Call("offsets") { _ = try $0.offsets(of: place) },
        Call("committed") { _ = try $0.committed(group: "g", partitions: [place]) },
        Call("deleteRecords") { try $0.deleteRecords(before: 1, in: place) },
    ]

    private func makeBus(
        _ server: SilentServer, onLog: (@Sendable (KafkaLogLine) -> Void)? = nil
    ) throws -> KafkaBus {
        var limits = KafkaLimits()
        limits.connectMilliseconds = 600
        return try KafkaBus(
            KafkaServer(bootstrapServers: server.address, properties: [:], limits: limits),
            onLog: onLog)
    }

    @Test(arguments: calls)
    func `a call without a broker fails in time`(_ call: Call) throws {
        let server = SilentServer(listens: false)
        let bus = try makeBus(server)
        let start = ContinuousClock.now
        let error = try busError { try call.run(bus) }
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(error.code == .unavailable)
        #expect(error.isRetriable)
        #expect(!error.isFatal)
        #expect(error.message.contains("kafka:\(server.address)"))
        #expect(error.message.contains("start the broker or correct its address"))
        #expect(error.cause?.contains("refused") == true)
    }

    @Test func `a server that never answers is unavailable too`() throws {
        let server = SilentServer(listens: true)
        let bus = try makeBus(server)
        let error = try busError { _ = try bus.makeProducer() }
        #expect(error.code == .unavailable)
    }

    @Test func `librdkafka's complaints go where they were asked to go`() throws {
        let server = SilentServer(listens: false)
        let lines = Mutex<[KafkaLogLine]>([])
        let bus = try makeBus(server) { line in lines.withLock { $0.append(line) } }
        _ = try busError { _ = try bus.makeProducer() }
        #expect(bus.logLines > 0)
        let told = lines.withLock { $0 }
        #expect(told.contains { $0.facility == "FAIL" && $0.message.contains("refused") })
    }
}
