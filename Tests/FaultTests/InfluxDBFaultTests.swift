import Foundation
import TestSupport
import Testing
import TopicEncoding

extension FaultTests {
    /// A real InfluxDB killed, paused and restarted while rows go in, and the sink killed too.
    @Suite(
        .serialized,
        .enabled(
            if: !InfluxDBServer.available.isEmpty,
            "no InfluxDB at hand: set INFLUXDB_TOOL and INFLUXDB1_TOOL"))
    struct InfluxDBFaultTests {
        /// What befalls the server or the sink.
        enum Disturbance: CaseIterable {
            case killed, paused, killedWhilePaused, sinkKilled
        }

        @Test(arguments: InfluxDBServer.available, FaultSettings.rounds)
        func `a server disturbed in the midst of a batch has each record once`(
            generation: InfluxDBServer.Generation, round: Int
        ) throws {
            var random = FaultSettings.generator("influxdb \(generation)", round: round)
            for attempt in 1...3 {
                do {
                    return try disturb(generation, &random)
                } catch let loss as LostRows {
                    print("\(generation): \(loss); attempt \(attempt)")
                }
            }
            Issue.record("the server has lost rows three times")
        }

        /// A server that was killed doesn't show any more what it had shown: no sink can know.
        private struct LostRows: Error, CustomStringConvertible {
            let shown: Int
            let missing: Int

            var description: String {
                "InfluxDB showed \(shown) flows, and \(missing) of them not any more once killed"
            }
        }

        /// Ends a server and starts it again; it must still show what it has shown.
        ///
        /// - Parameter shown: The flows that it showed before it was held up; nil where it answers.
        private func killAndRestart(
            _ server: InfluxDBServer, showing shown: Set<String>? = nil
        ) throws {
            let shown = try shown ?? flows(server)
            try server.server.kill()
            try server.server.restart()
            // A server that has just started may not show everything at once.
            var missing = shown
            do {
                try waitUntil("everything is shown again", seconds: 15) {
                    if let now = try? flows(server) { missing = shown.subtracting(now) }
                    return missing.isEmpty
                }
            } catch is TooLate {
                throw LostRows(shown: shown.count, missing: missing.count)
            }
        }

        /// The `uid`s of the flows that a server shows.
        private func flows(_ server: InfluxDBServer) throws -> Set<String> {
            Set(try server.query("SELECT uid FROM flow").compactMap { $0["uid"] as? String })
        }

        private func disturb(
            _ generation: InfluxDBServer.Generation, _ random: inout SeededGenerator
        ) throws {
            let server = try InfluxDBServer(generation)
            let folder = try TemporaryFolder()
            let bus = "sqlite:\(folder.file("weir.db"))"
            let capture = "\(TestEnvironment.projectRoot)/examples/office.pcap.gz"
            try WeirChild([
                "run", capture, "--bus", bus, "--sink", "ndjson:\(folder.file("out"))",
            ]).succeed()
            let arguments =
                ["sink", "influxdb:\(server.server.address)/weir", "--bus", bus, "--until-end"]
                + server.sinkOptions
            var sink = try WeirChild(arguments, environment: server.sinkEnvironment)
            let order = Disturbance.allCases.shuffled(using: &random)
            for disturbance in order {
                // Somewhere in a batch: rows are seen before it is acknowledged.
                let before = (try? server.count("flow", "uid")) ?? 0
                let more = Int.random(in: 1...1000, using: &random)
                try waitUntil("rows go in", seconds: 60) {
                    !sink.isRunning || ((try? server.count("flow", "uid")) ?? 0) >= before + more
                }
                switch disturbance {
                case .killed: try killAndRestart(server)
                case .paused:
                    try server.server.pause()
                    try server.server.resume()
                case .killedWhilePaused:
                    // What was sent meanwhile is never answered.
                    let shown = try flows(server)
                    try server.server.pause()
                    try killAndRestart(server, showing: shown)
                case .sinkKilled:
                    sink.kill()
                    sink = try WeirChild(arguments, environment: server.sinkEnvironment)
                }
            }
            try sink.succeed()
            let (flows, statistics) = try (
                server.count("flow", "uid"), server.count("statistic", "entity")
            )
            let expected = try (lines(folder, "flows"), lines(folder, "statistics"))
            #expect(flows == expected.0, "\(order): \(sink.errors)")
            #expect(statistics == expected.1, "\(order): \(sink.errors)")
            #expect(try server.count("alert", "uid") > 0)
        }

        @Test(.isEmbedded, arguments: InfluxDBServer.available, FaultSettings.rounds)
        func `whatever befalls requests, answers and sinks, each record is one point`(
            generation: InfluxDBServer.Generation, round: Int
        ) throws {
            let server = try InfluxDBServer(generation)
            var way = try DisturbedWay(
                to: server.server.address, row: "way to influxdb \(generation)", round: round)
            try way.fill(
                "influxdb:\(way.address)/weir", server.sinkOptions,
                environment: server.sinkEnvironment)
            for (topic, measurement) in [(TopicName.flows, "flow"), (.alerts, "alert")] {
                let points = try server.query("SELECT uid FROM \(measurement)")
                try way.expect(points.compactMap { $0["uid"] as? String }, are: topic)
            }
            let statistics = try server.count("statistic", "entity")
            let records = try way.records(.statistics).count
            #expect(statistics == records, "\(way)")
        }

        private func lines(_ folder: TemporaryFolder, _ name: String) throws -> Int {
            try String(contentsOfFile: "\(folder.file("out"))/\(name).ndjson", encoding: .utf8)
                .split(separator: "\n").count
        }
    }
}
