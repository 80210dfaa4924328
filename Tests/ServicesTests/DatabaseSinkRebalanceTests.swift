import EmbeddedBus
import PipelineStages
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// A database's sink whose group changes while the database is away.
struct DatabaseSinkRebalanceTests {
    /// Waits until a sink has read everything.
    private func waitUntilRead(_ harness: DatabaseSinkHarness) throws {
        let places =
            harness.layout.partitions(of: .flows) + harness.layout.partitions(of: .alerts)
        try harness.wait {
            let tasks = harness.report?.tasks ?? []
            return try places.allSatisfy { place in
                let end = try harness.bus.offsets(of: place).end
                return tasks.contains { $0.partition == place && $0.nextOffset == end }
            }
        }
    }

    @Test func `what a rebalance drops at the end of the input is read again before the end`()
        throws
    {
        let harness = try DatabaseSinkHarness()
        try harness.append(.flows, 30)
        try harness.append(.alerts, 3)
        let database = try FakeDatabase(faults: [.error])
        let thread = try harness.start(database.address, untilEnd: true)
        try waitUntilRead(harness)
        // It has come round its loop, and found that it is at the end.
        let requests = database.requests
        try harness.wait { database.requests >= requests + 2 }
        try GuestMember(of: harness).leave()
        database.change(faults: [])
        try thread.join()
        #expect(try Set(database.rows.keys) == harness.lines())
        #expect(try harness.lag() == 0)
    }

    @Test func `refused records wait with their shipment, however often it is dropped`() throws {
        let harness = try DatabaseSinkHarness()
        try harness.append(.flows, 30) { $0 % 10 == 3 ? "!\($0)" : "\($0)" }
        let database = try FakeDatabase(faults: [.error])
        let thread = try harness.start(database.address, untilEnd: true)
        try harness.wait { database.requests >= 1 }
        for _ in 0..<3 {
            try waitUntilRead(harness)
            try GuestMember(of: harness).leave()
        }
        try waitUntilRead(harness)
        #expect(try harness.records(.deadLetters).isEmpty)
        database.change(faults: [])
        try thread.join()
        let letters = try harness.records(.deadLetters)
        #expect(
            letters.map { String(decoding: $0.value, as: UTF8.self) }.sorted()
                == ["!13", "!23", "!3"])
        #expect(database.rows.count == 27)
        #expect(try harness.lag() == 0)
    }
}
