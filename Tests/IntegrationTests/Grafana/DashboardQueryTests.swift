import Foundation
import TestSupport
import Testing

/// Every query of the dashboards, run against the real databases that hold the example capture's
/// records.
struct DashboardQueryTests {
    /// The day of the example capture.
    private static let begin = "2026-11-21T00:00:00Z"
    private static let end = "2026-11-22T00:00:00Z"

    /// What Grafana puts in the place of its macros and variables, longer names first.
    private func filled(_ query: String, _ timeFilter: (String, String)) -> String {
        let values = [
            timeFilter, ("$__interval_ms", "60000"), ("$__interval", "1m"),
            ("/^$sensor$/", "/^(local)$/"), ("/^$statistic$/", "/^(syn_ratio)$/"),
            ("($sensor)", "('local')"), ("$sensor", "local"), ("${sensor:regex}", "local"),
            ("$statistic", "syn_ratio"), ("$host", ""), ("$application", ""), ("$port", ""),
            ("v.timeRangeStart", Self.begin), ("v.timeRangeStop", Self.end),
        ]
        return values.reduce(query) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }

    /// The queries that go to a datasource, with the titles of their panels.
    private func queries(
        to datasource: String
    ) throws -> [(title: String, query: String)] {
        try Dashboard.all().flatMap { dashboard in
            (dashboard.panels.flatMap { panel in
                panel.targets.map { (panel.title, $0) }
            } + dashboard.variables.map { (dashboard.title, $0) })
            .filter { $0.1.datasource == datasource }.map { (title: $0.0, query: $0.1.query) }
        }
    }

    private func load(_ sink: String, _ options: [String] = [], _ environment: [String: String])
        throws
    {
        let result = try WeirProcess.run(
            ["run", SameRecordsTests.capture, "--sink", sink, "--summary", "json"] + options,
            environment: environment)
        try #require(result.status == 0, "\(result.errors)")
    }

    @Test(.enabled(if: TestEnvironment.questDBTool != nil, "\(QuestDBServer.absence)"))
    func `every query to QuestDB gives rows`() throws {
        let server = try QuestDBServer()
        try load("questdb:\(server.url)", [], [:])
        try PortRecords.load(into: "questdb:\(server.url)")
        try server.settle()
        let queries = try queries(to: "weir-questdb")
        #expect(queries.count > 20)
        let filter = (
            "$__timeFilter(timestamp)", "timestamp BETWEEN '\(Self.begin)' AND '\(Self.end)'"
        )
        for (title, query) in queries {
            // One that fails doesn't hide the others.
            #expect(throws: Never.self, "\(title)") {
                let rows = try server.rows(filled(query, filter))
                let hasValue = rows.contains { $0.contains { !($0 is NSNull) } }
                #expect(hasValue, "\(title): \(query)")
            }
        }
    }

    @Test(
        .enabled(
            if: !InfluxDBServer.available.isEmpty,
            "no InfluxDB at hand: set INFLUXDB_TOOL and INFLUXDB1_TOOL"),
        arguments: InfluxDBServer.available)
    func `every query to InfluxDB gives rows`(_ generation: InfluxDBServer.Generation) throws {
        let server = try InfluxDBServer(generation)
        try load(
            "influxdb:\(server.server.address)/weir", server.sinkOptions, server.sinkEnvironment)
        try PortRecords.load(
            into: "influxdb:\(server.server.address)/weir", server.sinkOptions,
            server.sinkEnvironment)
        let filter = ("$timeFilter", "time >= '\(Self.begin)' AND time <= '\(Self.end)'")
        let queries = try queries(to: "weir-influxdb")
        #expect(queries.count > 15)
        for (title, query) in queries {
            #expect(try !server.query(filled(query, filter)).isEmpty, "\(title): \(query)")
        }
        guard generation == .v2 else { return }
        for (title, query) in try self.queries(to: "weir-influxdb-flux") {
            #expect(try !server.flux(filled(query, filter)).isEmpty, "\(title): \(query)")
        }
    }
}
