import Foundation
import RowEncoding
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// Dead letters that the bus doesn't take, as where their partition has no leader.
struct StuckDeadLetterTests {
    /// Ten flows, one of which is no row of any sink.
    private static func harness() throws -> DatabaseSinkHarness {
        let harness = try DatabaseSinkHarness()
        try harness.append(.flows, 10) { $0 == 4 ? "!" : "{\"uid\":\"\($0)\"}" }
        return harness
    }

    private static func lines(_ folder: String) throws -> [String] {
        try String(contentsOfFile: "\(folder)/flows.ndjson", encoding: .utf8)
            .split(separator: "\n").map { String($0) }.sorted()
    }

    @Test func `they don't hold up the end of a database's sink, which does the rest again later`()
        throws
    {
        let harness = try Self.harness()
        let database = try FakeDatabase()
        let stop = StopSignal()
        let stuck = try harness.start(
            database.address, stop: stop, untilEnd: false, over: StuckBus(harness.bus),
            stopMilliseconds: 300)
        try harness.wait { database.rows.count == 9 }
        stop.set()
        try stuck.join()
        #expect(try harness.lag() == 10)
        #expect(try harness.records(.deadLetters).isEmpty)
        try harness.start(database.address).join()
        #expect(database.rows.count == 9)
        #expect(try harness.lag() == 0)
        #expect(try harness.records(.deadLetters).count == 1)
    }

    @Test func `they don't hold up the end of a sink of files, whose lines are there once`() throws
    {
        let harness = try Self.harness()
        let folder = harness.folder.file("out")
        let stop = StopSignal()
        let stuck = try harness.start(
            "ndjson:\(folder)", stop: stop, untilEnd: false, over: StuckBus(harness.bus),
            stopMilliseconds: 300)
        try harness.wait { harness.report?.sink.refused == 1 }
        stop.set()
        try stuck.join()
        #expect(try harness.lag() == 10)
        try harness.start("ndjson:\(folder)").join()
        let expected = (0..<10).filter { $0 != 4 }.map { "{\"uid\":\"\($0)\"}" }
        #expect(try Self.lines(folder) == expected)
        #expect(try harness.lag() == 0)
        #expect(try harness.records(.deadLetters).count == 1)
    }

    /// - Parameter isInRebalance: They are taken while the member gives its partitions up, or else
    ///   while it has them.
    @Test(arguments: [true, false], [true, false])
    func `once the bus takes them the sink goes on`(isDatabase: Bool, isInRebalance: Bool) throws {
        let harness = try Self.harness()
        let database = try FakeDatabase()
        let bus = StuckBus(harness.bus, opensWhenRevoked: isInRebalance)
        let folder = harness.folder.file("out")
        let stop = StopSignal()
        let thread = try harness.start(
            isDatabase ? database.address : "ndjson:\(folder)", stop: stop, untilEnd: false,
            over: bus)
        // Its member is paused from then on.
        try harness.wait { bus.refusedFlushes > 0 }
        #expect(try harness.lag() == 10)
        if isInRebalance {
            let topics = isDatabase ? [.alerts, .flows] : RowTable.all.map(\.topic)
            try GuestMember(of: harness, topics: topics).leave()
        } else {
            bus.release()
        }
        try harness.append(.flows, 5) { "{\"uid\":\"\($0)\"}" }
        try harness.wait { try harness.lag() == 0 }
        stop.set()
        try thread.join()
        #expect(try isDatabase ? database.rows.count == 14 : Self.lines(folder).count == 14)
        #expect(try harness.records(.deadLetters).count == 1)
    }
}
