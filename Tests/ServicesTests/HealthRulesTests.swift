import Foundation
import MetricsEndpoint
import ServiceRuntime
import StreamProcessing
import TestSupport
import Testing

@testable import Services

struct HealthRulesTests {
    private static let place = TopicPartition(topic: "weir.packets.v1", partition: 3)
    private static let second: Int64 = 1_000_000_000

    private func thread(needsPartitions: Bool = true, isRunning: Bool = true) -> ThreadStatus {
        let thread = ThreadStatus(name: "meter", needsPartitions: needsPartitions)
        if isRunning { thread.begin() }
        thread.progress(at: 1000 * Self.second)
        return thread
    }

    private func readiness(
        _ threads: ThreadStatus..., connection: BusConnection = .answering
    ) -> [HealthReason.Code] {
        HealthRules.readiness(threads, connection: connection, now: 1001 * Self.second).map(\.code)
    }

    @Test func `a thread may be silent for its bound and no longer`() {
        let thread = thread()
        let last = (1000 + HealthRules.progressSeconds) * Self.second
        #expect(HealthRules.liveness([thread], now: last).isEmpty)
        let reasons = HealthRules.liveness([thread], now: last + 1)
        #expect(reasons.map(\.code) == [.noProgress])
        #expect(reasons.first?.component == "meter")
        #expect(reasons.first?.detail.contains("120 s") == true)
        thread.progress(at: last)
        #expect(HealthRules.liveness([thread], now: last + 1).isEmpty)
        thread.pause()
        #expect(HealthRules.liveness([thread], now: .max).isEmpty)
    }

    @Test func `a thread that has ended with an error isn't alive, one that is done is`() throws {
        let failing = thread()
        #expect(throws: BusError.self) {
            try failing.track { throw BusError(.fenced, "somebody took over") }
        }
        let reasons = HealthRules.liveness([failing], now: 1001 * Self.second)
        #expect(reasons.map(\.code) == [.threadFailed])
        #expect(reasons.first?.detail == "somebody took over")
        #expect(readiness(failing) == [.threadFailed])
        let done = thread()
        try done.track {}
        #expect(HealthRules.liveness([done], now: .max).isEmpty)
        #expect(readiness(done).isEmpty)
    }

    @Test func `a database may be away for a while, and what it complains of is told`() {
        let thread = thread(needsPartitions: false)
        var database = DatabaseCounters(acknowledgedNanoseconds: 0)
        func publish() { thread.publish(ThreadStatus.Report(database: database)) }
        publish()
        #expect(readiness(thread).isEmpty)
        database.awayCause = "nobody accepts a connection"
        database.awaySinceNanoseconds = (1002 - HealthRules.databaseAwaySeconds) * Self.second
        publish()
        #expect(readiness(thread).isEmpty)
        database.awaySinceNanoseconds = (1001 - HealthRules.databaseAwaySeconds) * Self.second
        publish()
        let reasons = HealthRules.readiness(
            [thread], connection: .answering, now: 1001 * Self.second)
        #expect(reasons.map(\.code) == [.databaseAway])
        #expect(reasons.first?.detail == "for 30 s: nobody accepts a connection")
        database.awaySinceNanoseconds = nil
        database.healthProblem = "table flow is suspended"
        publish()
        #expect(readiness(thread) == [.databaseUnhealthy])
        #expect(HealthRules.liveness([thread], now: 1001 * Self.second).isEmpty)
    }

    @Test func `ready means running, assigned, restored and connected`() {
        let thread = thread(isRunning: false)
        #expect(readiness() == [.starting])
        #expect(readiness(thread) == [.starting])
        thread.begin()
        thread.progress(at: 1000 * Self.second)
        #expect(readiness(thread) == [.notAssigned])
        thread.publish(
            ThreadStatus.Report(tasks: [
                TaskReport(Self.place, nextOffset: 99, restoreTarget: 100),
                TaskReport(TopicPartition(topic: "weir.packets.v1", partition: 4), nextOffset: 7),
            ]))
        #expect(readiness(thread) == [.restoring])
        let reason = HealthRules.readiness(
            [thread], connection: .answering, now: 1001 * Self.second
        ).first
        #expect(
            reason?.detail
                == "1 of 2 partitions are being restored; weir.packets.v1[3] is at offset 99 of 100"
        )
        thread.publish(
            ThreadStatus.Report(tasks: [
                TaskReport(Self.place, nextOffset: 100, restoreTarget: 100)
            ]))
        #expect(readiness(thread).isEmpty)
        #expect(readiness(thread, connection: .unknown) == [.notConnected])
        #expect(readiness(thread, connection: .failing("nobody answers")) == [.notConnected])
    }

    @Test func `an agent needs no partitions`() {
        #expect(readiness(thread(needsPartitions: false)).isEmpty)
    }

    @Test func `the pages are JSON with a status code`() throws {
        let well = HealthPage.response([])
        #expect(well.status == 200)
        #expect(
            String(decoding: well.body, as: UTF8.self) == "{\"status\":\"ok\",\"reasons\":[]}\n")
        let detail = "quote \" slash \\ line\nend ä"
        let unwell = HealthPage.response([
            HealthReason(code: .noProgress, component: "meter", detail: detail)
        ])
        #expect(unwell.status == 503)
        #expect(unwell.contentType == "application/json")
        let page = try #require(
            try JSONSerialization.jsonObject(with: Data(unwell.body)) as? [String: Any])
        #expect(page["status"] as? String == "unavailable")
        let reasons = try #require(page["reasons"] as? [[String: String]])
        #expect(
            reasons == [["reason": "no_progress", "component": "meter", "detail": detail]])
    }

    @Test func `every reason is explained to operators`() throws {
        let path = "\(TestEnvironment.projectRoot)/docs/operations.md"
        let document = try String(contentsOfFile: path, encoding: .utf8)
        for code in HealthReason.Code.allCases {
            #expect(document.contains("`\(code.rawValue)`"), "\(code)")
        }
    }
}
