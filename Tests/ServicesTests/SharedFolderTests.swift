import Foundation
import ServiceRuntime
import Sinks
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// Folders of one group, as two machines have them where a sink's path is the same.
struct SharedFolderTests {
    private let harness: DatabaseSinkHarness

    init() throws {
        harness = try DatabaseSinkHarness()
    }

    private func append(_ count: Int) throws {
        try harness.append(.flows, count) { "{\"uid\":\"\($0)\"}" }
    }

    private func start(
        _ folder: String, stop: StopSignal = StopSignal(), untilEnd: Bool = true
    ) throws -> ServiceThread {
        try harness.start("ndjson:\(harness.folder.file(folder))", stop: stop, untilEnd: untilEnd)
    }

    private func lines(_ folder: String) throws -> Int {
        try String(
            contentsOfFile: harness.folder.file("\(folder)/flows.ndjson"), encoding: .utf8
        ).split(separator: "\n").count
    }

    @Test func `a second folder beside the first is refused, and the first has everything`() throws
    {
        try append(30)
        let stop = StopSignal()
        let first = try start("a", stop: stop, untilEnd: false)
        try harness.wait { try harness.lag() == 0 }
        let second = try start("b", stop: stop, untilEnd: false)
        defer { stop.set() }
        try harness.wait { second.isFinished }
        let error = try #require(throws: SinkError.self) { try second.join() }
        #expect(error.code == .foreign && error.message.contains("--group"))
        #expect(ServiceFailure(error).exitCode == .configuration)
        try append(30)
        try harness.wait { try harness.lag() == 0 }
        stop.set()
        try first.join()
        #expect(try lines("a") == 60)
        #expect(try lines("b") == 0)
    }

    @Test func `a folder that was moved away has a successor, and doesn't come back beside it`()
        throws
    {
        try append(30)
        try start("a").join()
        try append(30)
        try start("b").join()
        #expect(try lines("a") == 30)
        #expect(try lines("b") == 30)
        try start("b").join()
        let error = #expect(throws: SinkError.self) { try start("a").join() }
        #expect(error?.code == .foreign)
    }
}
