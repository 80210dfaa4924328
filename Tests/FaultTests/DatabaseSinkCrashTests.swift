import Foundation
import PipelineStages
import TestSupport
import Testing
import TopicEncoding

extension FaultTests {
    /// `kill -9` of sinks that write to a database, at every step between a request and the commit,
    /// while the database and the way to it are as bad as they may be.
    @Suite(.serialized)
    struct DatabaseSinkCrashTests {
        /// What befalls requests to write, beside the kills.
        static let faults: [FakeDatabase.Fault] = [
            .none, .none, .none, .lostRequest, .lostAnswer, .storedError, .error, .slow,
        ]

        @Test(.isEmbedded, arguments: FaultSettings.rounds)
        func `a sink killed around its requests has each record as one row`(round: Int) throws {
            var random = FaultSettings.generator("database sink", round: round)
            let trial = try Trial.embedded()
            try trial.fill()
            try trial.finish()
            var points: [FaultPoint] = []
            for name in ["before-http-request", "http-sent", "http-answered"] {
                // The first requests prepare the tables.
                points.append(
                    FaultPoint(name: name, number: Int.random(in: 1...9, using: &random)))
                points.append(
                    FaultPoint(name: name, number: Int.random(in: 10...14, using: &random)))
            }
            // The bus's own file has the offsets.
            for name in ["write", "sync"] {
                points.append(
                    FaultPoint(
                        name: name, number: Int.random(in: 1...12, using: &random),
                        path: "weir.db"))
            }
            points.shuffle(using: &random)
            try disturb(
                trial, Array(points.prefix(FaultSettings.isLong ? 8 : 4)), seed: random.next())
        }

        @Test(.needsKafka, arguments: FaultSettings.rounds)
        func `a sink killed around its commit to Kafka has each record as one row`(
            round: Int
        ) throws {
            var random = FaultSettings.generator("database sink on Kafka", round: round)
            let trial = try Trial()
            try trial.fill()
            try trial.finish()
            let points = ["before-group-commit", "after-group-commit", "http-answered"]
            try disturb(
                trial,
                points.shuffled(using: &random).prefix(FaultSettings.isLong ? 3 : 1).map {
                    FaultPoint(name: $0, number: $0 == "http-answered" ? 11 : 1)
                }, seed: random.next())
        }

        private func disturb(_ trial: Trial, _ points: [FaultPoint], seed: UInt64) throws {
            let catalogue = QuestDBCatalogue()
            let database = try FakeDatabase(seed: seed, faults: Self.faults) {
                catalogue.answer($0)
            }
            defer { database.close() }
            let arguments = ["sink", "questdb:\(database.address)", "--until-end"]
            var kills = 0
            for point in points {
                let child = try trial.start(arguments, fault: point)
                let status = try child.wait()
                #expect(
                    status == (child.hasFailed ? -SIGKILL : 0), "\(point): \(child.errors)")
                kills += child.hasFailed ? 1 : 0
            }
            try trial.start(arguments).succeed()
            let rows = Set(database.rows.keys)
            let records = try [TopicName.flows, .statistics, .alerts].map {
                try count($0, trial)
            }.reduce(0, +)
            #expect(rows.count == records, "after \(points)")
            #expect(rows.count > 10_000)
            #expect(kills > 0, "none of \(points) was reached")
        }

        private func count(_ topic: TopicName, _ trial: Trial) throws -> Int {
            var count = 0
            try trial.bus.readAll(trial.layout.partitions(of: topic)) { _ in count += 1 }
            return count
        }
    }
}
