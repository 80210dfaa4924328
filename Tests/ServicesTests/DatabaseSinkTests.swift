import DatabaseDelivery
import Foundation
import PipelineStages
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

struct DatabaseSinkTests {
    private static let small = BatchLimits(maximumRows: 40)

    @Test func `every record is a row, and the offsets follow`() throws {
        let harness = try DatabaseSinkHarness()
        try harness.append(.flows, 1_000)
        try harness.append(.alerts, 7)
        let database = try FakeDatabase()
        try harness.start(database.address, batches: Self.small, isCompressing: true).join()
        #expect(try Set(database.rows.keys) == harness.lines())
        #expect(database.rows.values.allSatisfy { $0 == 1 })
        #expect(try harness.lag() == 0)
        // Another run finds nothing left.
        let requests = database.requests
        try harness.start(database.address).join()
        #expect(database.requests == requests)
        let metrics = harness.page("/metrics")
        #expect(
            metrics.contains("weir_sink_written_rows_total{sink=\"questdb\",topic=\"alerts\"} 7"))
        #expect(metrics.contains("weir_database_answers_total{sink=\"questdb\",status=\"2xx\"}"))
        #expect(metrics.contains("weir_database_unacknowledged_rows{sink=\"questdb\"} 0"))
    }

    @Test func `whatever befalls the requests, each record is one row`() throws {
        let seed = TestEnvironment.seed
        for round in 0..<3 {
            let harness = try DatabaseSinkHarness()
            try harness.append(.flows, 600) { $0 % 97 == 5 ? "refused \($0)" : "\($0)" }
            try harness.append(.alerts, 50) { $0 % 10 == 3 ? "!\($0)" : "\($0)" }
            let faults = FakeDatabase.Fault.allCases.filter { ![.busy, .tooMany].contains($0) }
            let database = try FakeDatabase(
                seed: seed &+ UInt64(round), faults: [.none, .none] + faults)
            try harness.start(database.address, batches: Self.small, isCompressing: true).join()
            let bad = try harness.lines().filter { $0.contains("refused") || $0.contains("!") }
            #expect(try Set(database.rows.keys) == harness.lines().subtracting(bad), "seed \(seed)")
            #expect(try harness.lag() == 0)
            let letters = try harness.records(.deadLetters)
            #expect(letters.count == bad.count, "seed \(seed)")
            #expect(
                Set(letters.map { String(decoding: $0.value, as: UTF8.self) })
                    == Set(bad.map { $0.split(separator: " ").dropFirst(3).joined(separator: " ") })
            )
        }
    }

    @Test func `a sink waits for a database that isn't there yet, and stops when told to`() throws {
        let harness = try DatabaseSinkHarness()
        try harness.append(.flows, 10)
        let away = try FakeDatabase()
        let port = try #require(away.address.split(separator: ":").last.flatMap { UInt16($0) })
        away.close()
        let stop = StopSignal()
        let stopped = try harness.start("http://127.0.0.1:\(port)", stop: stop)
        try harness.wait {
            harness.page("/metrics").contains("weir_database_away{sink=\"questdb\"} 1")
        }
        stop.set()
        try stopped.join()
        #expect(try harness.lag() == 10)
        let waiting = try harness.start("http://127.0.0.1:\(port)")
        let database = try FakeDatabase(port: port)
        try waiting.join()
        #expect(database.rows.count == 10)
        #expect(try harness.lag() == 0)
    }

    @Test func `while the database is away the member stays one, and memory is bounded`() throws {
        let harness = try DatabaseSinkHarness()
        let database = try FakeDatabase(faults: [.error])
        try harness.append(.flows, 2_000)
        let stop = StopSignal()
        let thread = try harness.start(
            database.address, stop: stop, untilEnd: false, batches: Self.small)
        // Long enough to be expelled, were it silent: it is asked for as often as it may be.
        try harness.wait { database.requests >= 8 }
        let report = try #require(harness.report)
        #expect(report.database?.rowsInFlight ?? 0 <= 3 * 40)
        let read = report.tasks.reduce(0) { $0 + $1.nextOffset }
        #expect(read <= 2 * 3 * 40 + 256)
        #expect(database.rows.isEmpty)
        #expect(try harness.lag() == 2_000)
        database.change(faults: [])
        try harness.wait { try harness.lag() == 0 }
        stop.set()
        try thread.join()
        #expect(try Set(database.rows.keys) == harness.lines())
    }

    @Test func `a stop brings in what was read`() throws {
        let harness = try DatabaseSinkHarness()
        let database = try FakeDatabase(faults: [.slow])
        try harness.append(.flows, 500)
        let stop = StopSignal()
        let thread = try harness.start(
            database.address, stop: stop, untilEnd: false, batches: Self.small)
        try harness.wait { database.requests >= 2 }
        stop.set()
        try thread.join()
        #expect(try database.rows.count + Int(harness.lag()) == 500)
        #expect(database.rows.values.allSatisfy { $0 == 1 })
    }

    @Test func `members share the partitions, and each record is a row however they come and go`()
        throws
    {
        let harness = try DatabaseSinkHarness()
        let database = try FakeDatabase(seed: 3, faults: [.none, .none, .slow, .lostAnswer])
        var stops: [StopSignal] = []
        var threads: [ServiceThread] = []
        for round in 0..<4 {
            try harness.append(.flows, 500)
            stops.append(StopSignal())
            threads.append(
                try harness.start(
                    database.address, stop: stops[round], untilEnd: false, batches: Self.small))
            let rows = database.rows.count
            try harness.wait { database.rows.count >= min(rows + 200, (round + 1) * 500) }
            if round % 2 == 1 { stops[round - 1].set() }
        }
        try harness.wait { try harness.lag() == 0 }
        for stop in stops { stop.set() }
        for thread in threads { try thread.join() }
        #expect(try Set(database.rows.keys) == harness.lines())
    }

    @Test func `a request that is too large is halved, and later ones are smaller`() throws {
        let harness = try DatabaseSinkHarness()
        let padding = String(repeating: "x", count: 1_000)
        try harness.append(.flows, 600) { "\($0)\(padding)" }
        let database = try FakeDatabase()
        database.limit(maximumBytes: 100_000)
        try harness.start(database.address).join()
        #expect(try Set(database.rows.keys) == harness.lines())
    }

    @Test func `a wrong login ends the sink, and no record is a dead letter`() throws {
        let harness = try DatabaseSinkHarness()
        try harness.append(.flows, 10)
        let database = try FakeDatabase()
        database.refuseAll()
        let thread = try harness.start(database.address)
        let error = #expect(throws: DatabaseError.self) { try thread.join() }
        #expect(error?.code == .unauthorised)
        #expect(ServiceFailure(try #require(error)).exitCode == .configuration)
        #expect(try harness.records(.deadLetters).isEmpty)
        #expect(try harness.lag() == 10)
        #expect(harness.page("/readyz").contains("no login"))
    }

    @Test func `a group that has read more than there is ends the sink, with what to do`() throws {
        let harness = try DatabaseSinkHarness()
        try harness.append(.flows, 10)
        let guest = try GuestMember(of: harness)
        try guest.commit(1000)
        guest.leave()
        let database = try FakeDatabase()
        let thread = try harness.start(database.address)
        let error = try #require(throws: DatabaseError.self) { try thread.join() }
        #expect(error.code == .foreignOffsets)
        #expect(error.message.contains("up to offset 1000"))
        #expect(error.message.contains("--group"))
        #expect(database.rows.isEmpty)
    }

    @Test func `where most rows are refused the sink ends, and none is a dead letter`() throws {
        let harness = try DatabaseSinkHarness()
        try harness.append(.flows, 100) { "refused \($0)" }
        let database = try FakeDatabase()
        let thread = try harness.start(database.address)
        let error = #expect(throws: DatabaseError.self) { try thread.join() }
        #expect(error?.code == .mostRowsRefused)
        #expect(try harness.records(.deadLetters).isEmpty)
        #expect(try harness.lag() == 100)
    }
}
