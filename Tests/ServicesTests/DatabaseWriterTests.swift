import DatabaseDelivery
import HTTPMessages
import HTTPTransport
import Synchronization
import TestSupport
import Testing
import TopicEncoding

@testable import Services

struct DatabaseWriterTests {
    /// A clock that only moves where the test moves it.
    private final class Clock: Sendable {
        private let time = Mutex(Int64(0))

        var now: Int64 { time.withLock { $0 } }

        func move(seconds: Int64) { time.withLock { $0 += seconds * 1_000_000_000 } }
    }

    @Test func `a question for health that takes long and fails doesn't keep rows back`() throws {
        let clock = Clock()
        let server = try HTTPTestServer { request in
            switch request.target {
            case "/health":
                // As long as the client waits for it.
                clock.move(seconds: 11)
                return .bytes("")
            case "/prepare": return .answer(200)
            default: return .answer(204)
            }
        }
        let dialect = LineDialect()
        dialect.latestEventTimeNanoseconds = .max
        let address = try #require(HTTPAddress(server.address))
        let writer = DatabaseWriter(
            dialect, try HTTPClient(address), limits: BatchLimits(), now: { clock.now })
        while !writer.isPrepared { _ = try writer.advance(timeoutMilliseconds: 100) }
        clock.move(seconds: 11)
        var batch = RowBatch(topic: .flows)
        try batch.append(SampleRecords.flow(1), with: dialect)
        writer.ship([batch])
        var arrival: DatabaseWriter.Arrival?
        for _ in 0..<100 where arrival == nil {
            arrival = try writer.advance(timeoutMilliseconds: 100)
        }
        #expect(arrival?.rows == [.flows: 1])
        #expect(writer.counters.healthProblem?.contains("health") == true)
        #expect(!writer.isAway)
    }

    @Test func `an InfluxDB without rows to write is back once it answers again`() throws {
        let clock = Clock()
        let isDown = Mutex(false)
        let server = try HTTPTestServer { _ in isDown.withLock { .answer($0 ? 503 : 204) } }
        let dialect = InfluxDBDialect(InfluxDBSettings(api: .v1, database: "weir"))
        let address = try #require(HTTPAddress(server.address))
        let writer = DatabaseWriter(
            dialect, try HTTPClient(address), limits: BatchLimits(), now: { clock.now })
        func advance(until isSo: () -> Bool) throws {
            for _ in 0..<100 where !isSo() { _ = try writer.advance(timeoutMilliseconds: 100) }
        }
        try advance { writer.isPrepared }
        isDown.withLock { $0 = true }
        var batch = RowBatch(topic: .flows)
        let flow = SampleRecords.record(
            .flows, #"{"timestamp":"2024-05-01T12:00:00Z","event_type":"flow","uid":"a"}"#)
        try batch.append(flow, with: dialect)
        writer.ship([batch])
        try advance { writer.isAway }
        try #require(writer.isAway)
        // The partitions went to another member: nothing is left that could be acknowledged.
        writer.cancel()
        isDown.withLock { $0 = false }
        clock.move(seconds: 60)
        try advance { !writer.isAway }
        #expect(!writer.isAway)
    }
}
