import Foundation
import TestSupport
import Testing

/// A run into the real servers that are at hand, and what the page for operators says of it.
@Suite(
    .enabled(
        if: !InfluxDBServer.available.isEmpty,
        "no InfluxDB at hand: set INFLUXDB_TOOL and INFLUXDB1_TOOL"))
struct InfluxDBRunTests {
    /// Options and environment of a sink into a server.
    private func run(_ server: InfluxDBServer, ndjson folder: String) throws -> WeirProcess {
        try WeirProcess.run(
            [
                "run", SameRecordsTests.capture, "--sink", "ndjson:\(folder)", "--sink",
                "influxdb:\(server.server.address)/weir", "--summary", "json",
            ] + server.sinkOptions, environment: server.sinkEnvironment)
    }

    @Test(arguments: InfluxDBServer.available)
    func `a capture's records are points, each once, also when it is run twice`(
        _ generation: InfluxDBServer.Generation
    ) throws {
        let server = try InfluxDBServer(generation)
        for round in 1...2 {
            let folder = try TemporaryFolder()
            let result = try run(server, ndjson: folder.file("out"))
            try #require(result.status == 0, "\(result.errors)")
            let outputs = try PipelineOutputs(ndjson: folder.file("out"))
            let alerts = Set(
                try outputs.alerts.map { line in
                    let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                    return try #require((object as? [String: Any])?["uid"] as? String)
                })
            #expect(
                try server.count("flow", "uid") == outputs.flows.count, "round \(round)")
            #expect(
                try server.count("statistic", "entity") == outputs.statistics.count,
                "round \(round)")
            #expect(try server.count("alert", "uid") == alerts.count, "round \(round)")
        }
        for _ in 1...2 {
            try PortRecords.load(
                into: "influxdb:\(server.server.address)/weir", server.sinkOptions,
                server.sinkEnvironment)
        }
        #expect(try server.count("ports", "round") == PortRecords.count)
        try expectRows(ofThePageAgainst: server)
    }

    @Test(
        .enabled(if: InfluxDBServer.available.contains(.v1), "no InfluxDB 1 at hand"))
    func `a user of InfluxDB 1 is let in by name and password, and others aren't`() throws {
        let server = try InfluxDBServer(.v1, hasLogins: true)
        let folder = try TemporaryFolder()
        let bus = ["--bus", "sqlite:\(folder.file("bus"))"]
        let filled = try WeirProcess.run(["run", SameRecordsTests.capture] + bus)
        try #require(filled.status == 0, "\(filled.errors)")
        func write(_ user: String?, _ password: String, to database: String) throws -> WeirProcess {
            try WeirProcess.run(
                [
                    "sink", "influxdb:\(server.server.address)/\(database)", "--api", "v1",
                    "--until-end",
                ] + bus + (user.map { ["--database-username", $0] } ?? []),
                environment: user == nil ? [:] : ["WEIR_DATABASE_PASSWORD": password])
        }
        // A user who may write one database can't make another.
        for (user, password, database) in [
            (nil, "", "weir"), ("weir", "wr0ng-secret", "weir"), ("nobody", "weir-secret", "weir"),
            ("weir", "weir-secret", "other"),
        ] {
            let refused = try write(user, password, to: database)
            #expect(refused.status == 78, "\(refused.errors)")
            #expect(refused.errors.contains("doesn't let this login write"), "\(refused.errors)")
            #expect(!refused.errors.contains("-secret"), "\(refused.errors)")
        }
        for (user, password, database) in [
            ("weir", "weir-secret", "weir"), ("admin", "admin-secret", "other"),
        ] {
            let taken = try write(user, password, to: database)
            try #require(taken.status == 0, "\(taken.errors)")
            let points = try server.query("SELECT count(uid) FROM flow", database: database)
            #expect((points.first?["count"] as? NSNumber)?.intValue ?? 0 > 1_000)
        }
    }

    /// Each query of the page gives rows with the columns that it names.
    private func expectRows(ofThePageAgainst server: InfluxDBServer) throws {
        let page = try String(
            contentsOfFile: "\(TestEnvironment.projectRoot)/docs/influxdb.md", encoding: .utf8)
        let influxQL = queries("influxql", in: page)
        #expect(influxQL.count >= 3)
        for query in influxQL {
            #expect(try !server.query(query).isEmpty, "\(query)")
        }
        guard server.generation == .v2 else { return }
        let flux = queries("flux", in: page)
        #expect(flux.count >= 4)
        for query in flux { #expect(try !server.flux(query).isEmpty, "\(query)") }
    }

    private func queries(_ language: String, in page: String) -> [String] {
        page.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
    }
}
