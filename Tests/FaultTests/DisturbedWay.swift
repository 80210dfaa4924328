import Foundation
import PipelineStages
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// A real database behind a way on which requests and answers are lost, late, cut and refused, and
/// sinks that are killed while they write over it.
struct DisturbedWay: CustomStringConvertible {
    /// What befalls requests to write, each as often as it stands here.
    private static let faults: [FakeDatabase.Fault] = [
        .none, .none, .none, .lostRequest, .lostAnswer, .cutAnswer, .lateRequest, .storedError,
        .error, .slow, .busy, .tooMany,
    ]
    /// How often a sink is killed, or is to be: once it has done all, it ends by itself.
    private static let lives = FaultSettings.isLong ? 10 : 5

    private let trial: Trial
    private let database: FakeDatabase
    private var random: SeededGenerator
    private var kills: [String] = []

    /// Records of two sensors on a bus, and the way to a database.
    init(to server: String, row: String, round: Int) throws {
        random = FaultSettings.generator(row, round: round)
        let port = try #require(server.split(separator: ":").last.flatMap { UInt16($0) })
        database = try FakeDatabase(seed: random.next(), faults: Self.faults, before: port)
        trial = try Trial.embedded()
        try trial.fill()
        try trial.start(["agent", "--read", Oracle.capture, "--sensor", "second"]).succeed()
        try trial.finish()
    }

    /// The address of the way.
    var address: String { database.address }

    var description: String { "\(database.requests) requests, killed \(kills)" }

    /// Has sinks write everything, of which all but the last are killed at random: at a step of a
    /// request, or once some requests have come through.
    mutating func fill(
        _ sink: String, _ options: [String] = [], environment: [String: String] = [:]
    ) throws {
        let arguments = ["sink", sink, "--until-end"] + options
        for life in 0..<Self.lives {
            let requests = Int.random(in: 1...6, using: &random)
            if life % 2 == 0 {
                let name = ["before-http-request", "http-sent", "http-answered"]
                    .randomElement(using: &random)
                // The first requests prepare the database.
                let point = FaultPoint(name: name ?? "", number: requests + 9)
                let child = try trial.start(arguments, fault: point, environment: environment)
                let status = try child.wait()
                #expect(status == (child.hasFailed ? -SIGKILL : 0), "\(point): \(child.errors)")
                if child.hasFailed { kills.append("\(point)") }
            } else {
                let child = try trial.start(arguments, environment: environment)
                let before = database.requests
                try waitUntil("\(requests) requests have come", seconds: 120) {
                    !child.isRunning || database.requests >= before + requests
                }
                if child.isRunning { kills.append("after \(requests) requests") }
                child.kill()
            }
        }
        try trial.start(arguments, environment: environment).succeed()
        #expect(!kills.isEmpty, "no sink lived long enough to be killed")
    }

    /// The records of a topic.
    func records(_ topic: TopicName) throws -> [String] {
        var records: [String] = []
        try trial.bus.readAll(trial.layout.partitions(of: topic)) { record in
            records.append(String(decoding: record.value, as: UTF8.self))
        }
        return records
    }

    /// Expects the `uid`s of rows to be those of a topic's records, each once; an alert's records
    /// are one row.
    func expect(
        _ rows: [String], are topic: TopicName, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let uids = try records(topic).compactMap { record in
            record.firstMatch(of: /"uid":"([^"]+)"/).map { String($0.1) }
        }
        #expect(rows.count == Set(uids).count, "\(topic): \(self)", sourceLocation: location)
        #expect(Set(rows) == Set(uids), "\(topic): \(self)", sourceLocation: location)
        #expect(!uids.isEmpty, sourceLocation: location)
    }
}
