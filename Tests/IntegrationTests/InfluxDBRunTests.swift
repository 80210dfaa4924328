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
        try expectRows(ofThePageAgainst: server)
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
