import Foundation
import NetworkModel
import PipelineStages
import ServiceRuntime
import StreamProcessing
import Synchronization
import TestSupport
import Testing
import TopicEncoding

@testable import Services

/// The watch of occupied ports with a clock of the test's and tables of its own.
struct PortServiceTests {
    private final class CollectingProducer: BusProducer {
        private(set) var records: [OutgoingRecord] = []
        private(set) var flushes = 0
        /// The bus takes nothing.
        var isStuck = false
        var onFlush: () -> Void = {}
        func send(_ record: OutgoingRecord) throws(BusError) { records.append(record) }
        func flush() throws(BusError) { flushes += 1 }
        func flush(withinMilliseconds limit: Int32) throws(BusError) -> Bool {
            flushes += 1
            onFlush()
            return !isStuck
        }
        func close() {}
    }

    /// The lines of a log, from any thread.
    private final class Lines: Sendable {
        private let all = Mutex<[String]>([])
        var count: Int { all.withLock { $0.count } }
        func append(_ line: String) { all.withLock { $0.append(line) } }
    }

    private let folder: TemporaryFolder
    private let producer = CollectingProducer()
    private let counters = SharedValue(PortTotals())
    private let lines = Lines()

    init() throws {
        folder = try TemporaryFolder()
        try write(port: 22)
    }

    private func write(port: UInt16) throws {
        let digits = String(port, radix: 16)
        for name in ["tcp", "udp"] {
            try "sl\n 0: 00000000:\(digits) 00000000:0000 0A 0\n".write(
                toFile: folder.file(name), atomically: true, encoding: .utf8)
        }
    }

    /// Runs a service for so many seconds of a clock that goes on while it pauses; `event` is told
    /// each pause's end, `setBack` tells by how many seconds the clock was set back.
    private func records(
        seconds: Double, _ event: @escaping (Double) throws -> Void = { _ in },
        setBack: @escaping () -> Int64 = { 0 }
    ) throws -> [[String: Any]] {
        var configuration = PortConfiguration(sensor: "host", roundNanoseconds: 10_000_000_000)
        configuration.tablesFolder = folder.path
        let (stop, start) = (StopSignal(), Int64(1_600_000_020_000_000_000))
        var now = start
        let lines = lines
        let service = PortService(
            configuration, session: SessionIdentifier(rawValue: 1),
            layout: TopicLayout(
                prefix: "test",
                partitionCounts: Dictionary(
                    uniqueKeysWithValues: TopicName.allCases.map { ($0, 1) })),
            producer: producer, stop: stop, counters: counters,
            log: Log(write: { lines.append($0) }),
            clock: { Timestamp(nanoseconds: now - setBack() * 1_000_000_000) },
            pause: { milliseconds in
                #expect(milliseconds > 0 && milliseconds <= 1_000)
                now += milliseconds * 1_000_000
                let elapsed = Double(now - start) / 1e9
                #expect(throws: Never.self) { try event(elapsed) }
                if elapsed >= seconds { stop.set() }
            })
        try service.run()
        return try producer.records.map {
            try #require(
                try JSONSerialization.jsonObject(with: Data($0.value)) as? [String: Any])
        }
    }

    @Test func `each round becomes a record when it is over, and the last one at the end`() throws {
        let all = try records(seconds: 23) { elapsed in
            // A record leaves as soon as its round is over.
            if elapsed > 11, elapsed < 19 { #expect(producer.flushes == 1) }
            if elapsed > 12 { try write(port: 80) }
        }
        #expect(all.map { $0["sensor"] as? String } == ["host", "host", "host"])
        #expect(all.map { $0["tcp_listening"] as? [Int] } == [[22], [22, 80], [80]])
        #expect(all.map { $0["udp_bound"] as? [Int] } == [[22], [22, 80], [80]])
        #expect(all.map { $0["looks"] as? Int } == [2, 2, 1])
        #expect(all.map { $0["partial_round"] as? Bool } == [false, false, true])
        let totals = counters.value
        #expect(totals.rounds == 3 && totals.looks == 5 && totals.failedLooks == 0)
        #expect(totals.ports.tcpListening == PortSet([80]))
        #expect(producer.flushes == 3)
    }

    @Test func `a clock that is set back is no reason to look an hour later`() throws {
        var back: Int64 = 0
        // While a round is sent, and then in a pause.
        producer.onFlush = { if back == 0 { back = 3_600 } }
        let all = try records(
            seconds: 60, { elapsed in if elapsed == 33 { back = 7_200 } }, setBack: { back })
        let looks = all.compactMap { $0["looks"] as? Int }
        #expect(looks.reduce(0, +) >= 12)
        #expect(all.contains { $0["partial_round"] as? Bool == true })
    }

    @Test func `told to stop while the bus takes nothing, it gives up after half a minute`() throws
    {
        producer.isStuck = true
        #expect(throws: BusError.self) { try records(seconds: 8) }
        // Each waits for half a second.
        #expect(producer.flushes == 60)
        #expect(counters.value.rounds == 0)
    }

    @Test func `looks that fail are counted, told once, and end nothing`() throws {
        let all = try records(seconds: 40) { elapsed in
            if elapsed > 4, elapsed < 28 {
                try? FileManager.default.removeItem(atPath: folder.file("tcp"))
            } else if elapsed > 28 {
                try write(port: 22)
            }
        }
        #expect(counters.value.failedLooks == 5 && counters.value.looks == 3)
        #expect(all.map { $0["partial_round"] as? Bool } == [true, false])
        #expect(lines.count == 1)
    }
}
